package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.Refusal;

/**
 * The result of the execution of a plan.
 *
 * @param <T> the object in the domain
 */
public sealed interface SyncResult<T> {

  /** The object has the desired state. */
  record Done<T>(T value) implements SyncResult<T> {}

  /** The domain has changed since the first plan, and the planner refuses a second one. */
  record Refused<T>(Refusal<?, ?> refusal) implements SyncResult<T> {}
}
