package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.FLASH;
import static io.github.vertexbridge.policy.Policies.parse;
import static io.github.vertexbridge.policy.Policies.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.target.ActionTable;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyParseTest {

  private static List<String> problems(String json) {
    PolicyException refusal = catchThrowableOfType(PolicyException.class, () -> Policy.parse(json));
    assertThat(refusal).as("the policy is refused").isNotNull();
    return refusal.problems().stream().map(PolicyProblem::toString).toList();
  }

  /** A policy whose one rule has these parts in place of its own. */
  private static String with(String part, String instead) {
    String policy =
        """
        {"aliases": {"chat": {"model": "publishers/google/models/m", "locations": ["us"]}},
        "rules": [{"name": "a-rule",
        "callers": {"roles": ["R"]},
        "allow": {"models": ["chat"], "actions": ["predict"], "residency": ["us-*"]},
        "as": "sa@my-project.iam.gserviceaccount.com"}]}
        """;
    assertThat(policy).contains(part);
    return policy.replace(part, instead);
  }

  @Test
  void parse_whenDefaultFile_thenItsAliasesAndRules() {
    Policy policy = parse(resource("/policy.json"));

    assertThat(policy.aliases())
        .containsExactlyInAnyOrder(new AliasName("chat"), new AliasName("iris"));
    assertThat(policy.alias(new AliasName("chat")))
        .contains(
            new Alias(
                new AliasName("chat"),
                new ResourceName(FLASH),
                List.of(new Location("europe-west4"), new Location("europe-west1")),
                Transport.REST));
    assertThat(policy.alias(new AliasName("iris")).orElseThrow())
        .returns(new ResourceName("endpoints/1234567890"), Alias::resource)
        .returns(Transport.GRPC, Alias::transport);
    assertThat(policy.alias(new AliasName("other"))).isEmpty();
    assertThat(policy.serviceAccounts()).isEmpty();
    Caller app = Policies.app("Bridge.Invoke");
    assertThat(
            policy
                .decide(
                    app,
                    Policies.target(FLASH, "generateContent", "europe-west4"),
                    Optional.empty())
                .rule())
        .contains("invoke-role");
    assertThat(
            policy
                .decide(
                    Caller.ofQueue("vertex-requests"),
                    Policies.target("endpoints/1234567890", "predict", "europe-west4"),
                    Optional.of(new AliasName("iris")))
                .rule())
        .contains("queue-requests");
  }

  @Test
  void parse_whenServiceAccountsAreNamed_thenAllOfThemAndAVersionOfTheText() {
    Policy policy = parse(with("a-rule", "b-rule"));

    assertThat(policy.serviceAccounts())
        .containsExactly(new ServiceAccount("sa@my-project.iam.gserviceaccount.com"));
    assertThat(policy.version()).matches("[0-9a-f]{12}");
    assertThat(parse(with("a-rule", "b-rule")).version()).isEqualTo(policy.version());
    assertThat(parse(with("a-rule", "c-rule")).version()).isNotEqualTo(policy.version());
  }

  @Test
  void parse_whenFiveFaults_thenFiveProblemsWithTheirLines() {
    String json =
        """
        {
          "aliases": {
            "chat": { "model": "publishers/google/models/m", "endpoint": "1", "locations": ["us"] }
          },
          "rules": [
            {
              "name": "one",
              "callers": { "roles": ["R"] },
              "allow": {
                "models": ["chat", "caht"],
                "actions": ["generatecontent"],
                "residency": ["europe-*"]
              },
              "limit": { "requestsPerMinute": 600 }
            },
            {
              "name": "one",
              "callers": { "roles": ["R"] },
              "allow": { "models": ["chat"], "actions": ["predict"], "residency": ["eu"] }
            }
          ]
        }
        """;

    assertThat(problems(json))
        .containsExactly(
            "line 3, column 5, $.aliases.chat: give a model or an endpoint, not both",
            "line 10, column 28, $.rules[0].allow.models[1]: there is no alias 'caht'; there are"
                + " chat",
            "line 11, column 21, $.rules[0].allow.actions[0]: is no action that the bridge relays;"
                + " docs/drop-in.md lists them",
            "line 14, column 7, $.rules[0].limit: unknown key 'limit'",
            "line 17, column 7, $.rules[1].name: rule 0 (from 0) has this name already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"a-rule\"            | \"A rule\"              | line 2, column 12, $.rules[0].name",
        "\"name\": \"a-rule\"  | \"x\": 1                | $.rules[0].x: unknown key 'x'",
        "\"name\": \"a-rule\"  | \"x\": 1                | required property 'name' not found",
        "{\"roles\": [\"R\"]}  | {}                      | $.rules[0].callers: must name at least",
        "{\"roles\": [\"R\"]}  | {\"roles\": []}         | $.rules[0].callers.roles: must have at",
        "{\"roles\": [\"R\"]}  | {\"role\": [\"R\"]}     | unknown key 'role'",
        "{\"roles\": [\"R\"]}  | {\"groups\": [\"g\"]}   | groups[0]: must be a GUID",
        "{\"roles\": [\"R\"]}  | {\"tenants\": [\"t\"]}  | tenants[0]: must be a GUID",
        "\"callers\":          | \"limits\": {}, \"callers\": | $.rules[0].limits: must have at least",
        "\"callers\":          | \"limits\": {\"tokensPerMinute\": 0}, \"callers\": | minimum value of 1",
        "\"callers\":          | \"limits\": {\"onTableDown\": \"allow\"}, \"callers\": | onTableDown: does",
        "\"callers\":          | \"replaces\": \"x\", \"callers\": | there is no rule 'x' in force",
        "\"callers\":          | \"replaces\": \"a-rule\", \"callers\": | only a rule with \"shadow\": true",
        "{\"roles\": [\"R\"]}  | {\"applications\": [\"x\"]} | applications[0]: must be a GUID",
        "{\"roles\": [\"R\"]}  | {\"objects\": [\"AAAAAAAA-0000-4000-8000-000000000001\"]} | a GUID",
        "{\"roles\": [\"R\"]}  | {\"queues\": [\"Q\"]}   | queues[0]: must be the name of an Azure",
        "{\"roles\": [\"R\"]}  | {\"roles\": [\"R\"], \"queues\": [\"queue\"]} | a rule of their own",
        "[\"chat\"]            | \"chat\"                | allow.models: string found, array expected",
        "[\"chat\"]            | []                      | allow.models: must have at least 1 items",
        "[\"chat\"]            | [\"chat\", \"chat\"]    | allow.models: must have only unique items",
        "[\"chat\"]            | [\"datasets/m\"]        | allow.models[0]: must be an alias, publ",
        "[\"chat\"]            | [\"publishers/**/x\"]   | allow.models[0]: must be an alias, publ",
        "[\"chat\"]            | [\"other\"]             | there is no alias 'other'; there are chat",
        "[\"chat\"]            | [\"chat\", \"publishers/google/models/chat\"] | calls could mean both",
        "[\"predict\"]         | [\"*\"]                 | allow.actions[0]: is no action that the bridge",
        "[\"us-*\"]            | [\"*\"]                 | allow.residency[0]: must be a location, or",
        "[\"us-*\"]            | [\"europe\"]            | 'europe' is no location of Vertex AI",
        "[\"us-*\"]            | [\"mars-west1\"]        | 'mars-west1' is no location of Vertex AI",
        "[\"us-*\"]            | [\"EU\"]                | allow.residency[0]: must be a location, or",
        "[\"us\"]              | []                      | $.aliases.chat.locations: must have at",
        "[\"us\"]              | [\"europe\"]            | $.aliases.chat.locations[0]: 'europe' is no",
        "[\"us\"]              | [\"europe-*\"]          | $.aliases.chat.locations[0]: must be a reg",
        "\"locations\"         | \"transport\": \"grpc\", \"locations\" | grpc is for endpoints only",
        "\"locations\"         | \"transport\": \"http\", \"locations\" | $.aliases.chat.transport: does",
        "\"model\": \"publishers/google/models/m\", | | $.aliases.chat: give a model or an endpoint",
        "\"publishers/google/models/m\" | \"gemini\"     | $.aliases.chat.model: must be publishers/",
        "\"chat\": {           | \"Chat\": {             | $.aliases.Chat: property 'Chat' name is not",
        "sa@my-project.iam.gserviceaccount.com | sa@example.com | $.rules[0].as: must be the email",
        "[\"predict\"]         | [\"customJobs.create\"] | actions[0]: such a job runs code: name the acc",
        "[\"predict\"]         | [\"pipelineJobs.create\"] | actions[0]: such a job runs code: name the",
        "\"callers\":          | \"limits\": {}, \"callers\": | $.rules[0].limits: must have at least 1",
        "\"callers\":          | \"limits\": {\"maxOutputTokens\": 0}, \"callers\": | maxOutputTokens: must have a m",
        "\"callers\":          | \"limits\": {\"maxOutputTokens\": \"9\"}, \"callers\": | maxOutputTokens: string fo",
        "\"callers\":          | \"guards\": {\"safety\": {}}, \"callers\": | $.rules[0].guards.safety: unknown key",
        "\"callers\":          | \"guards\": {\"safetySettings\": {\"HARASSMENT\": \"BLOCK_ONLY_HIGH\"}}, \"callers\": | unknown key 'HARASSMENT'",
        "\"callers\":          | \"guards\": {\"safetySettings\": {\"HARM_CATEGORY_HARASSMENT\": \"BLOCK_NONE\"}}, \"callers\": | must be BLOCK_ONLY_HIGH, BLOCK_M",
        "\"callers\":          | \"guards\": {\"safetySettings\": {}, \"modelArmor\": {}}, \"callers\": | $.rules[0].guards: give safetySettings or modelArmor, not both",
        "\"callers\":          | \"guards\": {\"modelArmor\": {\"prompt\": \"t\"}}, \"callers\": | prompt: must be projects/PROJECT/locations",
        "\"callers\":          | \"guards\": {\"modelArmor\": {}}, \"callers\": | modelArmor: must have at least 1 prop",
        "\"callers\":          | \"guards\": {\"forbid\": [\"tools.google_search\"]}, \"callers\": | forbid[0]: can't be forbidden; docs",
        "\"callers\":          | \"guards\": {\"data\": [\"gs://b/*\"]}, \"callers\": | data[0]: must be gs and a bucket",
        "\"callers\":          | \"guards\": {\"data\": [\"gs://bucket/../x\"]}, \"callers\": | data[0]: must be gs and a bucket",
        "\"callers\":          | \"guards\": {\"data\": [\"gs://\"]}, \"callers\": | data[0]: must be gs and a bucket",
        "\"callers\":          | \"labels\": {\"Team\": \"a\"}, \"callers\": | $.rules[0].labels.Team",
        "\"callers\":          | \"labels\": {\"team\": \"A B\"}, \"callers\": | labels.team: a label's value is lower case",
        "\"callers\":          | \"labels\": {\"team\": 1}, \"callers\": | labels.team: integer found, string expected",
        "\"callers\":          | \"jobs\": {\"serviceAccount\": \"me\"}, \"callers\": | serviceAccount: must be the email add",
        "\"callers\":          | \"jobs\": {\"serviceAccount\": \"a@p.iam.gserviceaccount.com\"}, \"callers\": | $.rules[0].jobs: no action of this rule starts a job",
        "\"callers\":          | \"capacity\": \"fast\", \"callers\": | $.rules[0].capacity: does not have a value in",
        "\"callers\":          | \"capacity\": \"flex\", \"callers\": | $.rules[0].capacity: flex exists on global only",
        "\"callers\":          | \"deadline\": 221, \"callers\": | $.rules[0].deadline: must have a maximum",
        "\"callers\":          | \"deadline\": 1.5, \"callers\": | $.rules[0].deadline: number found, integer",
        "\"callers\":          | \"async\": \"yes\", \"callers\": | $.rules[0].async: string found, boolean",
        "\"callers\":          | \"name\": \"twice\", \"callers\": | $.rules[0].name: this key is given",
        "\"aliases\":          | \"x\": {}, \"aliases\": | line 1, column 2, $.x: unknown key 'x'",
      })
  void parse_whenOneFault_thenItsProblem(String part, String instead, String problem) {
    assertThat(problems(with(part, instead == null ? "" : instead)))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{                  | line 1, column",
        "{} {}              | line 1, column 4, $: the file goes on after its end",
        "{'rules': []}      | not JSON",
        "{\"rules\": [],}   | not JSON",
        "// no              | not JSON",
        "[]                 | line 1, column 1, $: array found, object expected",
        "null               | line 1, column 1, $: null found, object expected",
        "{\"rules\": {}}    | $.rules: object found, array expected",
        "{\"rules\": [1]}   | $.rules[0]: integer found, object expected",
        "{}                 | line 1, column 1, $: required property 'rules' not found",
        "{\"aliases\": 1, \"rules\": []} | $.aliases: integer found, object expected",
        "{\"aliases\": {\"a\": 1}, \"rules\": []} | $.aliases.a: integer found, object expected",
      })
  void parse_whenNotAPolicyAtAll_thenProblemsNotExceptions(String json, String problem) {
    assertThat(problems(json)).anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void parse_whenEmptyText_thenOneProblem() {
    assertThat(problems("")).containsExactly("line 1, column 1, $: the file is empty");
  }

  @Test
  void parse_whenAliasIsGivenTwice_thenOnceSaidWithTheSecondsLine() {
    String json =
        """
        {"aliases": {
          "a": {"model": "publishers/p/models/m", "locations": ["us"]},
          "a": {"model": "publishers/p/models/n", "locations": ["us"]}},
         "rules": []}
        """;

    assertThat(problems(json))
        .containsExactly("line 3, column 3, $.aliases.a: this key is given twice");
  }

  @Test
  void schema_whenCompared_thenNamesTheActionsOfTheTable() throws Exception {
    JsonNode actions =
        new ObjectMapper()
            .readTree(resource("/policy.schema.json"))
            .at("/$defs/rule/properties/allow/properties/actions/items/enum");
    TreeSet<String> served = new TreeSet<>();
    ActionTable.standard().rows().forEach(row -> served.add(row.action().value()));

    assertThat(actions).extracting(JsonNode::asText).containsExactlyElementsOf(served);
  }
}
