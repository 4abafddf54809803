package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.Refusal;

/**
 * The result of the execution of a plan.
 *
 * @param <T> the object in the domain
 */
public sealed interface SyncResult<T> {

  /** The object is as desired. */
  record Done<T>(T value) implements SyncResult<T> {}

  /** The domain had changed since the plan was made, and any other plan would do harm. */
  record Refused<T>(Refusal<?, ?> refusal) implements SyncResult<T> {}
}
