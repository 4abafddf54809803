package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * How Argo CD compares: a resource is OutOfSync when a merge of its manifest would change it, and
 * lists are compared as a whole.
 */
final class OutOfSync {

  private static final JsonMapper JSON = new JsonMapper();

  private OutOfSync() {}

  /** Fails unless every manifest of ours has a status and is in sync. */
  static void assertNone(KubernetesClient client, Manifests manifests) {
    assertThat(manifests.own())
        .isNotEmpty()
        .allSatisfy(manifest -> {
          JsonNode live = JSON.valueToTree(client.resource(manifest).get());
          assertThat(live.at("/status/conditions")).isNotEmpty();
          assertThat(merged(live, JSON.valueToTree(manifest))).isEqualTo(live);
        });
  }

  private static JsonNode merged(JsonNode live, JsonNode manifest) {
    if (!(manifest instanceof ObjectNode wanted) || !(live instanceof ObjectNode found)) {
      return manifest;
    }
    var result = found.deepCopy();
    wanted
        .properties()
        .forEach(field ->
            result.set(field.getKey(), merged(found.path(field.getKey()), field.getValue())));
    return result;
  }
}
