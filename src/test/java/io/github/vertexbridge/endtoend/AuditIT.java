package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.audit.AuditProblem;
import io.github.vertexbridge.audit.AuditReader;
import io.github.vertexbridge.audit.Story;
import io.github.vertexbridge.audit.Verifier;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.storage.Names;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call leaves a line in the container, or is not made. */
class AuditIT {
  private RunningBridge bridge;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start(
            "audit",
            directory,
            World.standard(),
            RunningBridge.Variant.STANDARD.withQueues().with("BRIDGE_AUDIT", "required"));
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  private RunningBridge.Reply call(String id, String path, String body) {
    return bridge.send(
        bridge
            .request(path)
            .header("Authorization", "Bearer " + bridge.token())
            .header("x-bridge-correlation-id", id),
        body);
  }

  private List<AuditReader.Line> story(String id) throws Exception {
    return Story.of(new CorrelationId(id), bridge.auditLines());
  }

  @Test
  void call_whenAnsweredOrDenied_thenItsLineIsThereBeforeTheAnswerAndTellsWhoWhyAndByWhichHops()
      throws Exception {
    bridge.ready();
    String denied = RunningBridge.MODEL.replace("europe-west4", "us-central1");
    assertThat(
            call(
                    "vertex-call-000001",
                    RunningBridge.MODEL + ":generateContent",
                    RunningBridge.HELLO)
                .status())
        .isEqualTo(200);
    assertThat(
            call("denied-call-000001", denied + ":generateContent", RunningBridge.HELLO).status())
        .isEqualTo(403);
    assertThat(
            call(
                    "openai-call-000001",
                    "/openai/v1/chat/completions",
                    "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .status())
        .isEqualTo(200);

    List<AuditReader.Line> answered = story("vertex-call-000001");
    assertThat(answered).hasSize(1);
    assertThat(answered.get(0).proven()).isTrue();
    assertThat(Story.text(answered.get(0)))
        .contains("hop managed-identity")
        .contains("hop sts")
        .contains("hop impersonation")
        .contains("hop vertex")
        .contains("invoke-role")
        .doesNotContain("hello");
    assertThat(Story.text(story("denied-call-000001").get(0)))
        .contains("POLICY_DENIED")
        .doesNotContain("hop vertex");
    assertThat(story("openai-call-000001").get(0).text("surface")).isEqualTo("openai");
    assertThat(Verifier.verify(bridge.auditLines()).whole()).isTrue();
  }

  @Test
  void job_whenItRan_thenOneIdTellsItsStepsAndItsCall() throws Exception {
    bridge.ready();
    JobClient client = new JobClient(bridge);
    RunningBridge.Reply accepted =
        client.submit(
            "audited",
            "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");
    client.ended(accepted.json().get("id").getAsString());

    List<String> types =
        story(JobClient.correlationId("audited")).stream().map(line -> line.text("type")).toList();

    assertThat(types).contains("job", "call");
  }

  @Test
  void call_whenTheAuditIsRequiredAndCannotBeWritten_thenNotMade_andMadeAgainAfterwards()
      throws Exception {
    bridge.container(Names.AUDIT).delete();
    bridge.ready();
    RunningBridge.Reply first = call("first-call-0000001", MODEL, RunningBridge.HELLO);
    assertThat(first.status()).isEqualTo(200); // nobody knew yet; its line is kept
    long made = bridge.sandbox().counters().vertexRestCalls();

    RunningBridge.Reply refused = call("refused-call-00001", MODEL, RunningBridge.HELLO);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.reason()).isEqualTo("AUDIT_UNAVAILABLE");
    assertThat(bridge.sandbox().counters().vertexRestCalls()).isEqualTo(made);
    assertThat(bridge.send(bridge.request("/bridge/health/ready").GET()).body())
        .contains("\"state\":\"failing\"");

    bridge.container(Names.AUDIT).create();
    RunningBridge.Reply again =
        bridge.until(
            () -> call("again-call-0000001", MODEL, RunningBridge.HELLO),
            reply -> reply.status() == 200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(story("first-call-0000001")).hasSize(1);
    assertThat(story("refused-call-00001")).hasSize(1);
  }

  @Test
  void call_whenTheContainerWasDeletedAndMadeAgain_thenANewFileGoesOnAndVerifyNamesTheOldOne()
      throws Exception {
    bridge.ready();
    call("before-call-000001", MODEL, RunningBridge.HELLO);
    String old = bridge.auditLines().list("").get(0).name();
    bridge.container(Names.AUDIT).delete();
    bridge.container(Names.AUDIT).create();

    RunningBridge.Reply after = call("after-call-0000001", MODEL, RunningBridge.HELLO);

    assertThat(after.status()).as(after.body()).isEqualTo(200);
    assertThat(story("after-call-0000001")).hasSize(1);
    Verifier.Proof proof = Verifier.verify(bridge.auditLines());
    assertThat(proof.whole()).isFalse();
    assertThat(proof.problems())
        .filteredOn(AuditProblem::broken)
        .extracting(AuditProblem::message)
        .singleElement()
        .asString()
        .contains(old + ", which was deleted while its process wrote it");
    assertThat(bridge.output("is gone: the chain goes on in")).contains(old);
  }

  private static final String MODEL = RunningBridge.MODEL + ":generateContent";
}
