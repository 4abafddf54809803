package dev.identitydomains.operator.engine.calls;

import java.util.function.Supplier;

/**
 * Whose work the current thread does; decides the order of the calls that wait for a domain.
 *
 * @param namespace namespace of the resource; empty for work of all, which counts as a namespace
 */
public record Requester(String namespace, Priority priority) {

  private static final ScopedValue<Requester> CURRENT = ScopedValue.newInstance();

  /** Reads for all, such as full reads. */
  private static final Requester NOBODY = new Requester("", Priority.BACKGROUND);

  /** The requester of the current thread's work; background work of nobody where none is said. */
  public static Requester current() {
    return CURRENT.orElse(NOBODY);
  }

  /** Does this requester's work on the current thread. */
  public <T> T call(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** Does this requester's work on the current thread. */
  void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }
}
