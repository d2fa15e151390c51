package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertexbridge.identity.ManualClock;
import io.github.vertexbridge.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentPolicyTest {
  private static final String FIRST = "{\"rules\": []}";
  private static final String SECOND = "{\"aliases\": {}, \"rules\": []}";
  private static final String BROKEN = "{\"rules\": 1}";

  @TempDir private Path directory = Path.of("");

  private final ManualClock clock = new ManualClock();
  private final List<String> changes = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeEach
  void file() {
    file = directory.resolve("policy.json");
  }

  private CurrentPolicy current() throws Exception {
    return CurrentPolicy.load(
        file.toString(),
        new PolicySource.Text(() -> Files.readString(file)),
        policy -> changes.add(policy.version()),
        clock);
  }

  private static String version(String text) throws Exception {
    return Policy.parse(text).version();
  }

  @Test
  void load_whenTheFileIsBrokenOrNotThere_thenFinal() throws IOException {
    assertThatThrownBy(this::current).isInstanceOf(Startup.Misconfigured.class);
    Files.writeString(file, BROKEN);
    assertThatThrownBy(this::current).isInstanceOf(Startup.Misconfigured.class);
  }

  @Test
  void reload_whenTheFileIsTheSame_thenNothingChanges() throws Exception {
    Files.writeString(file, FIRST);
    CurrentPolicy current = current();
    Policy policy = current.get();
    current.reload();

    assertThat(current.get()).isSameAs(policy);
    assertThat(changes).isEmpty();
  }

  @Test
  void reload_whenTheFileIsAnother_thenItServesFromNowOn() throws Exception {
    Files.writeString(file, FIRST);
    CurrentPolicy current = current();
    clock.advance(Duration.ofMinutes(5));
    Files.writeString(file, SECOND);
    current.reload();

    assertThat(current.get().version()).isEqualTo(version(SECOND));
    assertThat(current.state().since()).isEqualTo(clock.instant());
    assertThat(changes).containsExactly(version(SECOND));
  }

  @Test
  void reload_whenTheFileIsBroken_thenTheLastGoodServesAndTheStateSaysSinceWhenAndWhy()
      throws Exception {
    Files.writeString(file, FIRST);
    CurrentPolicy current = current();
    Files.writeString(file, BROKEN);
    Instant found = clock.instant();
    current.reload();
    clock.advance(Duration.ofMinutes(5));
    current.reload();

    assertThat(current.get().version()).isEqualTo(version(FIRST));
    CurrentPolicy.Refusal refusal = current.state().refusal().orElseThrow();
    assertThat(refusal.since()).isEqualTo(found);
    assertThat(refusal.why()).contains("$.rules");

    Files.writeString(file, FIRST);
    current.reload();
    assertThat(current.state().refusal()).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void reload_whenTheFileIsGoneAndComesBack_thenStaleMeanwhile() throws Exception {
    Files.writeString(file, FIRST);
    CurrentPolicy current = current();
    Files.delete(file);
    current.reload();
    assertThat(current.state().refusal()).isPresent();

    Files.writeString(file, FIRST);
    current.reload();

    assertThat(current.state().refusal()).isEmpty();
    assertThat(current.get().version()).isEqualTo(version(FIRST));
  }

  @Test
  void reload_whenABrokenFileCannotBeReadForAWhile_thenItStaysRefused() throws Exception {
    Files.writeString(file, FIRST);
    CurrentPolicy current = current();
    Files.writeString(file, BROKEN);
    current.reload();
    Path away = Files.move(file, directory.resolve("away.json"));
    current.reload();
    Files.move(away, file);
    current.reload();

    assertThat(current.state().refusal().orElseThrow().why()).contains("$.rules");
  }
}
