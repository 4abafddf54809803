package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.status.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * The steps of a reconciliation that differ between the kinds.
 *
 * @param <R> the kind
 * @param <T> the result of its reconciliations
 */
public interface ReconcileSteps<R extends HasMetadata, T extends ReconcileResult> {

  /** Brings the domain to the state that the resource declares. */
  T apply(R resource);

  /**
   * Takes from a paused resource what its domain or an application has withdrawn.
   *
   * @return empty when there is nothing to report
   */
  default Optional<T> withdraw(R resource) {
    return Optional.empty();
  }

  /**
   * Deletes the resource's object from its domain.
   *
   * @return the obstacle; empty when the finalizer may be removed
   */
  Optional<T> cleanup(R resource);

  /** The result of a run that ended with this outcome, whose status has what it had before. */
  T stopped(R resource, Outcome outcome);

  /** Writes the result to the status. */
  void report(R resource, T result);
}
