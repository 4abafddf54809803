package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.controller.reconcile.ReconcileResult;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.RequestIds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of the check of an IdentityDomain.
 *
 * @param ready the usable connection; null when there is none
 * @param certificateEnd when the certificate of the operator's client ends, if that is near; else
 *     null
 */
record DomainResult(
    Outcome outcome,
    DomainState.@Nullable Ready ready,
    Duration interval,
    @Nullable Instant certificateEnd)
    implements ReconcileResult {

  DomainResult(Outcome outcome, DomainState.@Nullable Ready ready, Duration interval) {
    this(outcome, ready, interval, null);
  }

  /** The state for the resources of the domain. */
  DomainState state() {
    return ready == null ? new DomainState.NotReady(RequestIds.strip(outcome.message())) : ready;
  }
}
