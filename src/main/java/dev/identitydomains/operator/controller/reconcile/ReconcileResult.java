package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;

/** The result of a reconciliation. */
public interface ReconcileResult {

  /** The outcome, which decides conditions and the time of the next reconciliation. */
  Outcome outcome();

  /** The delay until the next reconciliation of a resource that is in sync. */
  Duration interval();
}
