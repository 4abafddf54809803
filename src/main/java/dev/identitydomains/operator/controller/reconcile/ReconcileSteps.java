package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.engine.calls.Priority;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * The steps of one kind, in which its controller differs from the others.
 *
 * @param <R> the kind
 * @param <T> how its reconciliations end
 */
public interface ReconcileSteps<R extends HasMetadata, T extends ReconcileResult> {

  /** Brings the domain to the state that the resource declares. */
  T apply(R resource, Priority priority);

  /**
   * Takes the resource out of its domain.
   *
   * @return what prevents that; empty when the finalizer may go
   */
  Optional<T> cleanup(R resource, Priority priority);

  /** Writes the result to the status. */
  void report(R resource, T result);
}
