package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.Plan;

/**
 * One desired object: plans its changes, executes a plan, and reads the object again.
 *
 * @param <S> the observed object
 * @param <C> its changes
 * @param <T> the object after an execution
 */
interface SyncSubject<S, C extends Change, T> {

  /** Identifies the object among the subjects of a kind. */
  String key();

  /** Plans from the inventory. */
  Decision<S, C> plan();

  /**
   * Executes a plan.
   *
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  T execute(Plan<S, C> plan);

  /** Reads the object from the domain into the inventory. */
  void refresh();
}
