package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;

/** How a reconciliation ended. */
public interface ReconcileResult {

  /** The outcome, which decides conditions and the time of the next reconciliation. */
  Outcome outcome();

  /** When to reconcile a resource again that is in sync. */
  Duration interval();
}
