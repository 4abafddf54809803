package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The admission policies of {@code deploy/policies/}. */
@ClusterTest
@Tag("any-version")
class PoliciesIT {

  private static final String PROTECTED = "is protected from deletion";
  private static final String NOT_THE_OPERATOR = "Only the operator writes the status";

  @Test
  void protectedDeletionNeedsConfirmation(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    for (var name : List.of("early", "orders", "reports")) {
      scenario.kubectl().apply(scenario.application(name, "clientId: " + name));
    }
    scenario.kubectl().apply(scenario.role("reader", "reports"));
    scenario.awaitReady();
    try (var policies = Policies.applied(scenario, "-f", "deploy/policies/deletion.yaml")) {
      assertThat(policies.delete("clientapp/early")).contains("deleted");
      policies.protect();
      var writes = scenario.writes();
      for (var object : List.of("clientapp/orders", "idd/main", "ns/" + scenario.namespace())) {
        policies.confirm(object, "another");
        assertThat(policies.delete(object)).contains("Forbidden", PROTECTED);
      }
      assertThat(policies.deleteAllApplicationsAtOnce()).contains("Forbidden", PROTECTED);
      var definitions = scenario.kubectl().attempt(List.of("delete", "-k", "crds/"));
      assertThat(definitions.lines()).hasSize(5).allMatch(line -> line.contains(PROTECTED));
      assertThat(scenario.get("identity", "-o", "jsonpath={.items[*].metadata.deletionTimestamp}"))
          .isEmpty();
      assertThat(scenario.writes()).isEqualTo(writes);

      assertThat(policies.delete("approle/reader")).contains("deleted");
      policies.confirm("clientapp/orders", "orders");
      assertThat(policies.delete("clientapp/orders")).contains("deleted");
      assertThat(scenario.domain().app("orders").isMissingNode()).isTrue();
      assertThat(scenario.domain().app("reports").isMissingNode()).isFalse();

      // this confirms the deletion of its content, too
      policies.confirm("ns/" + scenario.namespace(), scenario.namespace());
      assertThat(policies.delete("ns/" + scenario.namespace())).contains("deleted");
      assertThat(scenario.domain().app("reports").isMissingNode()).isTrue();
    }
  }

  @Test
  void onlyOperatorWritesStatus(Scenario scenario) throws IOException {
    scenario.connectDomain();
    try (var policies = Policies.applied(scenario, "-k", "deploy/policies/")) {
      scenario.operator();
      scenario.kubectl().apply(scenario.application("orders"));
      scenario.kubectl().apply(scenario.role("reader", "orders"));
      scenario.kubectl().apply(scenario.grant("staff", "reader", "orders"));
      scenario.kubectl().apply(scenario.assignment("ada", "orders"));
      scenario.awaitReady();
      for (var object :
          List.of(
              "idd/main",
              "clientapp/orders",
              "approle/reader",
              "approlegrant/staff",
              "appassignment/ada")) {
        assertThat(policies.forgeStatus(object)).contains("Forbidden", NOT_THE_OPERATOR);
      }
      scenario.kubectl().apply(scenario.application("orders", "description: other"));
      scenario.awaitReady();
      assertThat(scenario.get("clientapp/orders", "-o", "jsonpath={.status.observedGeneration}"))
          .isEqualTo("2");
    }
  }

  /** Policies in force; {@link #close} removes them and waits until they refuse nothing. */
  private record Policies(Scenario scenario, List<String> source) implements AutoCloseable {

    /**
     * Applies policies and waits until they refuse something.
     *
     * @param source the option of kubectl that names them
     */
    static Policies applied(Scenario scenario, String... source) {
      var policies = new Policies(scenario, List.of(source));
      policies.kubectl("apply");
      var count = source[0].equals("-k") ? 2 : 1;
      await().atMost(Duration.ofSeconds(30)).until(() -> policies.refusals() == count);
      return policies;
    }

    private void kubectl(String verb) {
      scenario.kubectl().run(verb, source.getFirst(), source.getLast());
    }

    /** The number of policies that refuse a request of an administrator. */
    private long refusals() {
      var deletion = attempt("delete", "crd/approles.identitydomains.dev", "--dry-run=server");
      var status = forgeStatus("idd/main", "--dry-run=server");
      return Stream.of(deletion.contains(PROTECTED), status.contains(NOT_THE_OPERATOR))
          .filter(refused -> refused)
          .count();
    }

    void protect() {
      var namespace = "ns/" + scenario.namespace();
      scenario.kubectl().run("label", namespace, "identitydomains.dev/protect-deletion=true");
      await().until(() -> attempt("delete", namespace, "--dry-run=server").contains(PROTECTED));
    }

    void confirm(String object, String name) {
      var annotation = "identitydomains.dev/confirm-deletion=" + name;
      var where = scenario.namespace();
      scenario.kubectl().run("annotate", "--overwrite", object, annotation, "-n", where);
    }

    /** Deletes an object and waits for its end; returns the output. */
    String delete(String object) {
      return attempt("delete", object, "-n", scenario.namespace(), "--timeout=60s");
    }

    String deleteAllApplicationsAtOnce() {
      var namespace = "/apis/identitydomains.dev/v1alpha1/namespaces/" + scenario.namespace();
      return attempt("delete", "--raw", namespace + "/clientapplications");
    }

    /** Patches a status with all rights; returns the output. */
    String forgeStatus(String object, String... options) {
      var forged = "{\"status\":{\"observedGeneration\":7}}";
      var arguments = new ArrayList<>(List.of("patch", object, "-n", scenario.namespace()));
      arguments.addAll(List.of("--subresource=status", "--type=merge", "-p", forged));
      arguments.addAll(List.of(options));
      return scenario.kubectl().attempt(arguments);
    }

    private String attempt(String... arguments) {
      return scenario.kubectl().attempt(List.of(arguments));
    }

    @Override
    public void close() {
      kubectl("delete");
      await().atMost(Duration.ofSeconds(30)).until(() -> refusals() == 0);
    }
  }
}
