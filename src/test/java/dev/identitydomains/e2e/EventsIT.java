package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The API server accepts the operator's events, and each command of kubectl shows them. */
@ClusterTest
class EventsIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> STORY =
      List.of("Created", "Updated", "Updated", "SecretRotated");
  private static final Pattern REASON =
      Pattern.compile("\\s(Created|Updated|SecretRotated|DriftCorrected)\\s");

  @Test
  void kubectlShowsEachChangeOnceInOrder(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.application("orders"));
    for (var text : List.of("first", "second")) {
      scenario.awaitReady();
      scenario
          .kubectl()
          .apply(
              scenario.application(
                  "orders", "description: " + text, "active: " + text.equals("first")));
    }
    scenario.awaitReady();
    scenario.rotate("first");
    await().until(() -> scenario.events("{.reason}").contains("SecretRotated"));
    scenario.rotate("second");
    await().until(() -> scenario.events("{.series.count}").equals(List.of("2")));
    var kubectl = scenario.kubectl();
    for (var shown :
        List.of(
            kubectl.run("events", "--for", "clientapp/orders", "-n", scenario.namespace()),
            kubectl.run("describe", "clientapp/orders", "-n", scenario.namespace()),
            kubectl.run("get", "events", "-n", scenario.namespace()))) {
      assertThat(REASON.matcher(shown).results().map(found -> found.group(1)))
          .as(shown)
          .isEqualTo(STORY);
    }
    assertThat(kubectl.run("describe", "clientapp/orders", "-n", scenario.namespace()))
        .containsPattern("SecretRotated +\\S+ \\(x2 over \\S+\\) +identity-domain-operator");
  }

  @Test
  void eventNamesControllerActionAndRelatedResource(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.application("orders"));
    scenario.kubectl().apply(scenario.role("reader", "orders"));
    scenario.awaitReady();
    var events = JSON.readTree(scenario.get("events.events.k8s.io", "-o", "json")).path("items");
    assertThat(events)
        .allSatisfy(event -> {
          assertThat(event.path("reportingController").asText())
              .isEqualTo("identity-domain-operator");
          assertThat(event.path("reportingInstance").asText()).isNotEmpty();
          assertThat(event.at("/related/namespace").asText()).isEqualTo(scenario.namespace());
        });
    assertThat(events)
        .extracting(EventsIT::line)
        .contains(
            "Create ClientApplication/orders for IdentityDomain/main",
            "Create AppRole/reader for ClientApplication/orders");
  }

  private static String line(JsonNode event) {
    return "%s %s for %s"
        .formatted(
            event.path("action").asText(),
            object(event.path("regarding")),
            object(event.path("related")));
  }

  private static String object(JsonNode reference) {
    return reference.path("kind").asText() + "/" + reference.path("name").asText();
  }

  @Test
  void eventKeepsLongestNameAndTruncatesLongestNote(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    var name = "n".repeat(200) + "." + "o".repeat(52);
    scenario
        .kubectl()
        .apply(
            """
            apiVersion: identitydomains.dev/v1alpha1
            kind: AppRoleGrant
            metadata: {name: NAME, namespace: NS}
            spec:
              domainRef: {name: main}
              role: {role: User Administrator}
              grantee: {group: GROUP}
            """
                .replace("NAME", name)
                .replace("GROUP", "🎉".repeat(255))
                .replace("NS", scenario.namespace()));
    await().until(() -> scenario.events("{.reason}").contains("DependencyNotReady"));
    assertThat(scenario.events("{.note}"))
        .singleElement()
        .asString()
        .matches("The domain has .*🎉…")
        .satisfies(
            note -> assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1020, 1024));
    assertThat(scenario.events("{.regarding.name}")).containsExactly(name);
  }
}
