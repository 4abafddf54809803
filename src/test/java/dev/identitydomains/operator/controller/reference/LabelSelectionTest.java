package dev.identitydomains.operator.controller.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.NamespaceSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectionTest {

  private static final Map<String, String> LABELS = Map.of("tier", "gold", "team", "", "ü", "☕");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | false",
        "matchLabels: {} | false",
        "matchLabels: {tier: gold} | true",
        "matchLabels: {tier: Gold} | false",
        "matchLabels: {tier: gold, team: ''} | true",
        "matchLabels: {tier: gold, zone: a} | false",
        "matchLabels: {ü: ☕} | true",
        "matchExpressions: [{key: tier, operator: In, values: [iron, gold]}] | true",
        "matchExpressions: [{key: tier, operator: In, values: [iron]}] | false",
        "matchExpressions: [{key: zone, operator: In, values: ['']}] | false",
        "matchExpressions: [{key: tier, operator: NotIn, values: [gold]}] | false",
        "matchExpressions: [{key: tier, operator: NotIn, values: [iron]}] | true",
        "matchExpressions: [{key: zone, operator: NotIn, values: [a]}] | true",
        "matchExpressions: [{key: team, operator: Exists}] | true",
        "matchExpressions: [{key: zone, operator: Exists}] | false",
        "matchExpressions: [{key: zone, operator: DoesNotExist}] | true",
        "matchExpressions: [{key: tier, operator: DoesNotExist}] | false",
        "matchExpressions: [{key: tier, operator: Near, values: [gold]}] | false",
        "'{matchLabels: {tier: gold}, matchExpressions: [{key: zone, operator: Exists}]}' | false",
        "'{matchLabels: {tier: gold}, matchExpressions: [{key: team, operator: Exists}]}' | true"
      })
  void matchesAsKubernetesDoes(String selector, boolean matches) {
    assertThat(
            LabelSelection.matches(
                Serialization.unmarshal("---\n" + selector, NamespaceSelector.class), LABELS))
        .isEqualTo(matches);
  }
}
