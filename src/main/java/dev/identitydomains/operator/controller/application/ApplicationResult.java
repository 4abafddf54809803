package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileResult;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of the reconciliation of a ClientApplication.
 *
 * @param status the next status without the report; it keeps the facts that this run did not
 *     determine
 * @param appId id of the App; null when this run neither found nor created it
 * @param changed whether this run changed the domain
 */
record ApplicationResult(
    Outcome outcome,
    ClientApplicationStatus status,
    @Nullable String appId,
    boolean changed,
    Duration interval)
    implements ReconcileResult {

  static ApplicationResult stopped(ClientApplication app, Outcome outcome) {
    return stopped(outcome, before(app));
  }

  static ApplicationResult stopped(Outcome outcome, ClientApplicationStatus status) {
    return new ApplicationResult(outcome, status, null, false, Interval.RESYNC.duration());
  }

  /** The status that the resource has. */
  static ClientApplicationStatus before(ClientApplication app) {
    return Objects.requireNonNullElse(app.getStatus(), ClientApplicationStatus.NONE);
  }
}
