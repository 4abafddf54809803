package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.admission.AdmissionTable;
import dev.identitydomains.admission.AdmissionTable.Row;
import dev.identitydomains.operator.schema.FieldError;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applies the table of invalid manifests to the API server. */
@ClusterTest
class AdmissionIT {

  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private KubernetesClient client;
  private String namespace;
  private boolean showsValues;

  @BeforeEach
  void connect(Scenario scenario) {
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(scenario.cluster().api().kubeconfig()))
            .build();
    namespace = scenario.namespace();
    showsValues = Integer.parseInt(client.getKubernetesVersion().getMinor()) >= 35;
    scenario.kubectl().run("create", "namespace", namespace);
  }

  @Test
  void apiServerRefusesEachInvalidSpecAtItsField() {
    var softly = new SoftAssertions();
    AdmissionTable.rows()
        .forEach(row -> {
          var refusals = refusals(row.plural(), row.wrong(), row.before());
          softly.assertThat(refusals).as(row.toString()).isNotEmpty();
          softly
              .assertThat(refusals)
              .as(row.toString())
              .allMatch(refusal -> refusal.startsWith(row.field() + ": "))
              .anyMatch(refusal -> refusal.endsWith(row.words()));
        });
    softly.assertAll();
  }

  @Test
  void apiServerAdmitsEachValidSpec() {
    var softly = new SoftAssertions();
    AdmissionTable.rows()
        .forEach(row ->
            softly
                .assertThat(refusals(row.plural(), row.right(), row.before()))
                .as(row.toString())
                .isEmpty());
    AdmissionTable.accepted()
        .forEach(row ->
            softly
                .assertThat(refusals(row.plural(), row.spec(), row.before()))
                .as(row.toString())
                .isEmpty());
    softly.assertAll();
  }

  @Test
  void offlineEvaluatorReportsSameErrorsAsApiServer() {
    var softly = new SoftAssertions();
    AdmissionTable.rows()
        .forEach(row ->
            softly
                .assertThat(offline(row))
                .as(row.toString())
                .isEqualTo(refusals(row.plural(), row.wrong(), row.before())));
    softly.assertAll();
  }

  /** No CEL rule exceeds the cost limit, neither on create nor on update. */
  @Test
  void apiServerAdmitsLargestSpecs() {
    AdmissionTable.largest()
        .forEach(row -> {
          var made = client.resource(object(row.plural(), row.spec())).create();
          made.getMetadata().setLabels(Map.of("changed", "true"));
          var updated = client.resource(made).update();
          assertThat(updated.<Object>get("spec")).as(row.toString()).isEqualTo(made.get("spec"));
          client.resource(updated).delete();
        });
  }

  /** The estimated cost of each rule keeps a reserve: lists may be twice as long. */
  @Test
  void apiServerAdmitsDefinitionsWithDoubleBounds() {
    AdmissionTable.plurals()
        .forEach(plural -> assertThat(refusal(withBounds(plural, 2))).as(plural).isEmpty());
  }

  @Test
  void apiServerRefusesDefinitionsWithTooExpensiveRules() {
    assertThat(refusal(withBounds("clientapplications", 1000)).orElseThrow())
        .contains("exceeds budget");
  }

  private CustomResourceDefinition withBounds(String plural, int factor) {
    var definition = AdmissionTable.definition(plural);
    for (var bound : List.of("maxItems", "maxLength", "maxProperties")) {
      definition
          .findParents(bound)
          .forEach(schema ->
              ((ObjectNode) schema).set(bound, new IntNode(schema.path(bound).asInt() * factor)));
    }
    return client.getKubernetesSerialization().unmarshal(definition.toString());
  }

  private Optional<String> refusal(CustomResourceDefinition definition) {
    try {
      client.resource(definition).dryRun().forceConflicts().serverSideApply();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private Set<String> refusals(String plural, JsonNode spec, JsonNode before) {
    if (before.isMissingNode()) {
      return refusals(() -> client.resource(object(plural, spec)).dryRun().create());
    }
    var made = client.resource(object(plural, before)).create();
    try {
      var changed = object(plural, spec);
      changed.getMetadata().setResourceVersion(made.getMetadata().getResourceVersion());
      return refusals(() -> client.resource(changed).dryRun().update());
    } finally {
      client.resource(made).delete();
    }
  }

  private Set<String> refusals(Runnable call) {
    try {
      call.run();
      return Set.of();
    } catch (KubernetesClientException e) {
      return e.getStatus().getDetails().getCauses().stream()
          .filter(cause -> !"<nil>".equals(cause.getField())) // the note on skipped CEL rules
          .map(this::words)
          .collect(Collectors.toSet());
    }
  }

  private String words(StatusCause cause) {
    return comparable(cause.getField() + ": " + cause.getMessage());
  }

  /** API servers before 1.35 show the type of a value that a rule refuses, not the value. */
  private String comparable(String words) {
    return showsValues
        ? words
        : words.replaceFirst(
            "Invalid value: \"[^\"]*\": (?=must|may not|is immutable)", "Invalid value: ");
  }

  private Set<String> offline(Row row) {
    return AdmissionTable.errors(row.plural(), row.wrong(), row.before()).stream()
        .map(FieldError::toString)
        .map(this::comparable)
        .collect(Collectors.toSet());
  }

  private GenericKubernetesResource object(String plural, JsonNode spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("identitydomains.dev/v1alpha1")
        .withKind(AdmissionTable.definition(plural).at("/spec/names/kind").asText())
        .withNewMetadata()
        .withName("x")
        .withNamespace(namespace)
        .endMetadata()
        .addToAdditionalProperties("spec", JSON.convertValue(spec, Object.class))
        .build();
  }
}
