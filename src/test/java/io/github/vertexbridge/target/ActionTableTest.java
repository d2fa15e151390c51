package io.github.vertexbridge.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTableTest {
  private static final ProjectId OWN = new ProjectId("my-project");
  private static final String BASE = "/v1/projects/my-project/locations/europe-west4/";
  private static final String MODEL = BASE + "publishers/google/models/gemini-2.5-flash";

  private static PathMatch match(String method, String path, String query) {
    return ActionTable.standard().match(method, path, query, OWN);
  }

  private static Failure refused(String method, String path, String query) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> match(method, path, query));
    assertThat(refusal).as("%s %s is refused", method, path).isNotNull();
    return refusal.failure();
  }

  static Stream<String> served() {
    return Stream.of("v1", "v1beta1")
        .flatMap(
            version ->
                Stream.of(
                        "publishers/google/models/gemini-2.5-flash",
                        "publishers/anthropic/models/claude-sonnet-4@20250514",
                        "endpoints/1234567890",
                        "endpoints/mg-endpoint-5f")
                    .flatMap(
                        resource ->
                            Stream.of("generateContent", "countTokens", "predict", "rawPredict")
                                .map(action -> String.join(" ", version, resource, action))));
  }

  @ParameterizedTest
  @MethodSource("served")
  void match_whenServed_thenAllParts(String line) {
    String[] words = line.split(" ", -1);
    String path =
        "/" + words[0] + "/projects/my-project/locations/global/" + words[1] + ":" + words[2];

    PathMatch match = match("POST", path, "");

    assertThat(match.version()).isEqualTo(ApiVersion.parse(words[0]).orElseThrow());
    assertThat(match.project()).isEqualTo(OWN);
    assertThat(match.location()).isEqualTo(new Location("global"));
    assertThat(match.resource().value()).isEqualTo(words[1]);
    assertThat(match.action().value()).isEqualTo(words[2]);
    assertThat(match.row().action()).isEqualTo(match.action());
    assertThat(match.query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "percent,        /v1/projects/my-project/locations/europe-west4/endpoints/1%3Apredict",
    "percent dots,   /v1/projects/%2e%2e/locations/europe-west4/endpoints/1:predict",
    "percent slash,  /v1/projects/my-project%2flocations/europe-west4/endpoints/1:predict",
    "twice percent,  /v1/projects/my-project/locations/europe-west4/endpoints%252f1:predict",
    "two slashes,    /v1//projects/my-project/locations/europe-west4/endpoints/1:predict",
    "two at start,   //v1/projects/my-project/locations/europe-west4/endpoints/1:predict",
    "two inside,     /v1/projects/my-project/locations/europe-west4/endpoints//1:predict",
    "dots,           /v1/projects/my-project/locations/../endpoints/1:predict",
    "dot,            /v1/projects/my-project/locations/europe-west4/./endpoints/1:predict",
    "dots at end,    /v1/projects/my-project/locations/europe-west4/endpoints/..:predict",
    "version case,   /V1/projects/my-project/locations/europe-west4/endpoints/1:predict",
    "beta case,      /v1Beta1/projects/my-project/locations/europe-west4/endpoints/1:predict",
    "projects case,  /v1/Projects/my-project/locations/europe-west4/endpoints/1:predict",
    "locations case, /v1/projects/my-project/Locations/europe-west4/endpoints/1:predict",
    "endpoints case, /v1/projects/my-project/locations/europe-west4/Endpoints/1:predict",
    "models case,    /v1/projects/my-project/locations/global/publishers/google/MODELS/m:predict",
    "job case,       /v1/projects/my-project/locations/europe-west4/customjobs/1:cancel",
    "slash at end,   /v1/projects/my-project/locations/europe-west4/endpoints/1:predict/",
    "verb inside,    /v1/projects/my-project/locations/europe-west4/endpoints/1:predict/x",
    "two verbs,      /v1/projects/my-project/locations/europe-west4/endpoints/1:predict:predict",
    "empty verb,     /v1/projects/my-project/locations/europe-west4/endpoints/1:",
    "no id,          /v1/projects/my-project/locations/europe-west4/endpoints/:predict",
    "parameter,      /v1/projects/my-project/locations/europe-west4/endpoints/1;a=b:predict",
    "back slash,     '/v1/projects/my-project/locations/europe-west4/endpoints\\1:predict'",
    "space,          '/v1/projects/my-project/locations/europe-west4/endpoints/1 :predict'",
    "star,           /v1/projects/my-project/locations/europe-west4/endpoints/*:predict",
    "umlaut,         /v1/projects/my-project/locations/europe-west4/endpoints/ä:predict",
    "no slash,       v1/projects/my-project/locations/europe-west4/endpoints/1:predict",
  })
  void match_whenPathIsATrick_thenMalformed(String trick, String path) {
    Failure failure = refused("POST", path, "");

    assertThat(failure.code()).as(trick).isEqualTo(FailureCode.PATH_MALFORMED);
    assertThat(failure.seen()).endsWith(".");
    assertThat(failure.remedy()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/projects/my-project/locations/europe-west4/endpoints/1:predict",
        "/v1",
        "/v1/foo",
        "/v1/projects/my-project/locations/europe-west4",
        "/v1/projects/my-project/locations/europe-west4/foo/1:predict",
        "/v1/projects/my-project/locations/europe-west4/endpoints/1/2:predict",
        "/v1/projects/my-project/locations/global/publishers/google/models/a/b:generateContent",
        "/v1/projects/my-project/locations/global/publishers/google/models:generateContent",
        "/openai/v1/chat/completions",
      })
  void match_whenNothingIsThere_thenPathUnknown(String path) {
    assertThat(refused("POST", path, "").code()).isEqualTo(FailureCode.PATH_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent",
        "/v1/endpoints/1:predict",
        "/v1/projects",
        "/v1/projects/my-project",
        "/v1/projects/my-project/publishers/google/models/gemini-2.5-flash:generateContent",
      })
  void match_whenNoProjectOrLocation_thenSaysWhatToSet(String path) {
    Failure failure = refused("POST", path, "");

    assertThat(failure.code()).isEqualTo(FailureCode.PROJECT_MISSING);
    assertThat(failure.remedy()).isEqualTo("Set project and location in the client.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-project", "123456789012", "My-Project", "x"})
  void match_whenOtherProject_thenForbiddenWithoutNamingOurs(String project) {
    Failure failure =
        refused("POST", "/v1/projects/" + project + "/locations/us/endpoints/1:predict", "");

    assertThat(failure.code()).isEqualTo(FailureCode.PROJECT_OTHER);
    assertThat(failure.seen() + failure.remedy()).doesNotContain("my-project");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "europe",
        "asia",
        "mars-west1",
        "europe-west",
        "Europe-west4",
        "europe-west4a",
        "1"
      })
  void match_whenNoSuchLocation_thenBadRequest(String location) {
    Failure failure =
        refused("POST", BASE.replace("europe-west4", location) + "endpoints/1:predict", "");

    assertThat(failure.code()).isEqualTo(FailureCode.LOCATION_UNKNOWN);
    assertThat(failure.code().httpStatus()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "generateContents, generateContent",
    "GenerateContent,  generateContent",
    "countToken,       countTokens",
    "rawpredict,       'predict, rawPredict'",
  })
  void match_whenActionUnknown_thenListsNearMatches(String verb, String near) {
    Failure failure = refused("POST", MODEL + ":" + verb, "");

    assertThat(failure.code()).isEqualTo(FailureCode.ACTION_UNKNOWN);
    assertThat(failure.seen()).contains("'" + verb + "'");
    assertThat(failure.remedy()).isEqualTo("Near matches: " + near + ".");
  }

  @Test
  void match_whenActionIsLikeNone_thenListsAll() {
    assertThat(refused("POST", MODEL + ":batchEmbed", "").remedy())
        .contains("computeTokens, countTokens, embedContent, fetchPredictOperation")
        .doesNotContain("explain", ".get");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "post"})
  void match_whenOtherMethod_thenSaysWhich(String method) {
    Failure failure = refused(method, MODEL + ":predict", "");

    assertThat(failure.code()).isEqualTo(FailureCode.ACTION_UNKNOWN);
    assertThat(failure.remedy()).isEqualTo("Use POST.");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   publishers/google/models/m:serverStreamingPredict, not in this version",
    "POST,   publishers/google/models/m:explain,               endpoints only",
    "POST,   endpoints/1:embedContent,                         publisher models only",
    "POST,   endpoints/1:directPredict,                        not in this version",
    "POST,   endpoints/openapi/embeddings,                     not in this version",
    "POST,   endpoints/openapi:rawPredict,                     takes its model from the body",
    "GET,    endpoints/openapi,                                takes its model from the body",
    "POST,   endpoints/openapi/responses,                      preview",
    "GET,    endpoints/openapi/responses/7,                    preview",
    "POST,   endpoints/1/invoke/v1/chat,                       no rule can see it",
    "POST,   endpoints/1:streamDirectPredict,                  gRPC only",
    "GET,    publishers/google/models/m/operations/7,          fetchPredictOperation",
    "POST,   pipelineJobs:batchDelete,                         many jobs at once",
    "POST,   tuningJobs:rebaseTunedModel,                      preview",
    "DELETE, tuningJobs/7,                                     does not exist",
    "DELETE, operations/7,                                     not in this version",
    "POST,   customJobs/3/operations/7:wait,                   not in this version",
    "POST,   endpoints,                                        deployment tools",
    "POST,   endpoints/1:deployModel,                          deployment tools",
    "DELETE, models/1,                                         deployment tools",
    "POST,   models:upload,                                    deployment tools",
    "POST,   interactions,                                     preview",
    "POST,   ragCorpora,                                       outside",
    "POST,   reasoningEngines/1:query,                         outside",
  })
  void match_whenRowIsNotServed_thenSaysWhy(String method, String path, String why) {
    Failure failure = refused(method, BASE + path, "");

    assertThat(failure.code()).isEqualTo(FailureCode.ACTION_UNKNOWN);
    assertThat(failure.seen()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/publishers/google/models/gemini-2.5-flash,   publisherModels.get",
    "/v1beta1/publishers/google/models/g,             publisherModels.get",
    "/v1beta1/publishers/google/models,               publisherModels.list",
  })
  void match_whenBaseModelsAreRead_thenWithoutProjectOnTheGlobalHost(String path, String action) {
    PathMatch match = match("GET", path, "");

    assertThat(match.action().value()).isEqualTo(action);
    assertThat(match.location()).isEqualTo(new Location("global"));
    assertThat(match.row().inProject()).isFalse();
  }

  @Test
  void match_whenBaseModelsAreListedInV1_thenSaysWhere() {
    Failure failure = refused("GET", "/v1/publishers/google/models", "");

    assertThat(failure.code()).isEqualTo(FailureCode.ACTION_UNKNOWN);
    assertThat(failure.remedy()).isEqualTo("Call it in v1beta1.");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   endpoints/openapi/chat/completions, chatCompletions, endpoints/openapi, /chat/completions",
    "POST,   endpoints/12/chat/completions, chatCompletions, endpoints/12, /chat/completions",
    "POST,   customJobs,          customJobs.create,   customJobs,          ''",
    "GET,    customJobs,          customJobs.list,     customJobs,          ''",
    "GET,    customJobs/7,        customJobs.get,      customJobs/7,        ''",
    "DELETE, customJobs/7,        customJobs.delete,   customJobs/7,        ''",
    "POST,   customJobs/7:cancel, customJobs.cancel,   customJobs/7,        :cancel",
    "PATCH,  cachedContents/7,    cachedContents.patch, cachedContents/7,   ''",
    "GET,    endpoints/1/operations/7, operations.get, endpoints/1/operations/7, ''",
    "GET,    models/5@2,          models.get,          models/5@2,          ''",
    "GET,    models/5:listVersions, models.listVersions, models/5,          :listVersions",
  })
  void match_whenResource_thenNameAndRestOfThePath(
      String method, String path, String action, String name, String suffix) {
    PathMatch match = match(method, BASE + path, "");

    assertThat(match.action().value()).isEqualTo(action);
    assertThat(match.resource().value()).isEqualTo(name);
    assertThat(match.suffix()).isEqualTo(suffix);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  customJobs,   pageSize=5&pageToken=a%2Fb&filter=state%3D1&readMask=name&view=FULL",
    "GET,  models,       filter=labels.tune-type%3A*",
    "POST, pipelineJobs, pipelineJobId=my-run-1",
    "PATCH, cachedContents/1, updateMask=ttl",
    "POST, publishers/google/models/m:streamGenerateContent, alt=sse",
    "POST, endpoints/1:streamGenerateContent, $alt=json;enum-encoding=int",
  })
  void match_whenTheRowsOwnQuery_thenPassedAsItCame(String method, String path, String query) {
    assertThat(match(method, BASE + path, query).query()).isEqualTo(query);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, customJobs,   pipelineJobId=x",
    "GET,  customJobs/1, pageSize=1",
    "DELETE, customJobs/1, force=true",
    "POST, endpoints/openapi/chat/completions, alt=sse",
  })
  void match_whenQueryIsAnotherRows_thenRefused(String method, String path, String query) {
    assertThat(refused(method, BASE + path, query).code()).isEqualTo(FailureCode.QUERY_NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "alt=json,                                  alt=json",
    "$alt=json;enum-encoding=int,               $alt=json;enum-encoding=int",
    "%24alt=json%3Benum-encoding%3Dint,         $alt=json;enum-encoding=int",
    "alt=json&$alt=json,                        alt=json&$alt=json",
  })
  void match_whenQueryPasses_thenWrittenOneWay(String query, String passed) {
    assertThat(match("POST", MODEL + ":predict", query).query()).isEqualTo(passed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alt=sse",
        "alt=",
        "alt",
        "ALT=json",
        "alt=json&alt=json",
        "alt=json&",
        "alt=%zz",
        "alt=json;key=x",
        "pageSize=1",
        "prettyPrint=true",
        "fields=a",
        "%61lt=proto",
      })
  void match_whenQueryDoesNotPass_thenRefused(String query) {
    assertThat(refused("POST", MODEL + ":predict", query).code())
        .isEqualTo(FailureCode.QUERY_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "access_token", "Key", "%6bey", "oauth_token"})
  void match_whenCredentialInQuery_thenNamedWithoutItsValue(String name) {
    Failure failure = refused("POST", MODEL + ":predict", "alt=json&" + name + "=s3cret-canary");

    assertThat(failure.code()).isEqualTo(FailureCode.QUERY_NOT_ALLOWED);
    assertThat(failure.seen()).containsIgnoringCase(name.replace("%6b", "k"));
    assertThat(failure.seen() + failure.remedy()).doesNotContain("canary");
  }

  @Test
  void rows_whenRead_thenEveryServedShapeIsNotUnserved() {
    assertThat(ActionTable.standard().rows())
        .allSatisfy(
            row ->
                assertThat(
                        UnservedActions.why(
                            row.method(), row.shape().segments(), row.shape().verb()))
                    .isEmpty());
  }
}
