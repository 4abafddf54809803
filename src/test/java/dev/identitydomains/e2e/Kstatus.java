package dev.identitydomains.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Flux, Helm 4 and kpt conclude from a custom resource, by the documented rules of <a
 * href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">kstatus</a>.
 */
enum Kstatus {
  /** The actual state matches the desired state. */
  CURRENT,
  /** The actual state does not match the desired state yet. */
  IN_PROGRESS,
  /** The actual state will not match the desired state without a change by somebody. */
  FAILED,
  /** The object is being deleted. */
  TERMINATING;

  /** The status of an object as JSON. The first condition that says something decides. */
  static Kstatus of(JsonNode object) {
    if (object.at("/metadata").hasNonNull("deletionTimestamp")) {
      return TERMINATING;
    }
    var observed = object.at("/status/observedGeneration");
    if (observed.isNumber() && observed.asLong() != object.at("/metadata/generation").asLong()) {
      return IN_PROGRESS;
    }
    for (var condition : object.at("/status/conditions")) {
      var isTrue = condition.path("status").asText().equals("True");
      switch (condition.path("type").asText()) {
        case "Reconciling" -> {
          if (isTrue) {
            return IN_PROGRESS;
          }
        }
        case "Stalled" -> {
          if (isTrue) {
            return FAILED;
          }
        }
        default -> {}
      }
    }
    return readiness(object);
  }

  private static Kstatus readiness(JsonNode object) {
    for (var condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True") ? CURRENT : IN_PROGRESS;
      }
    }
    return CURRENT;
  }
}
