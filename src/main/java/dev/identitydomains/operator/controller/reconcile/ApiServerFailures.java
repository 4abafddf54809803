package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs that the API server has cut off, so that nothing could be reported there: each is told in
 * one line of the log, and is tried again later each time.
 */
public final class ApiServerFailures {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServerFailures.class);

  private final StatusReporter reporter;

  public ApiServerFailures(StatusReporter reporter) {
    this.reporter = reporter;
  }

  /** When to try again. */
  public Duration after(HasMetadata resource, KubernetesClientException cause) {
    var message = FailureOutcomes.summary(cause);
    LOG.warn("{} {}: {}", resource.getKind(), References.key(resource), message);
    var failing = new Outcome.Retrying(Reason.KubernetesRefused, message, Optional.empty());
    return reporter
        .nextCheck(resource, failing, Interval.RESYNC.duration())
        .orElse(Interval.RESYNC.duration());
  }
}
