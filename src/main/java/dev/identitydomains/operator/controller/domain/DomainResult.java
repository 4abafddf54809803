package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.controller.reconcile.ReconcileResult;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.RequestIds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of the check of an IdentityDomain.
 *
 * @param ready the usable connection; null when there is none
 */
record DomainResult(Outcome outcome, DomainState.@Nullable Ready ready, Duration interval)
    implements ReconcileResult {

  /** The state for the resources of the domain. */
  DomainState state() {
    return ready == null ? new DomainState.NotReady(RequestIds.strip(outcome.message())) : ready;
  }
}
