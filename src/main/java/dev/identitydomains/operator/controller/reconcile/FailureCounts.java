package dev.identitydomains.operator.controller.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often a resource has failed in a row. Only for pacing: a restart may forget it. */
final class FailureCounts {

  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /** Counts a failure; returns how many there were before it in a row. */
  int failed(HasMetadata resource) {
    return failures.merge(resource.getMetadata().getUid(), 1, Integer::sum) - 1;
  }

  void forget(HasMetadata resource) {
    failures.remove(resource.getMetadata().getUid());
  }
}
