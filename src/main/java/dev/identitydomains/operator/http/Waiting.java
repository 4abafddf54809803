package dev.identitydomains.operator.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Runs blocking calls, during which a thread releases the permit that it holds. */
public interface Waiting {

  /** Runs calls of threads without a permit. */
  Waiting WITHOUT_PERMIT =
      new Waiting() {
        @Override
        public <T> T run(Supplier<T> blocking) {
          return blocking.get();
        }
      };

  /** Runs the call and returns its result. May be nested. */
  <T> T run(Supplier<T> blocking);

  /**
   * Waits for a result.
   *
   * @throws CallException when the call behind it failed
   */
  default <T> T join(CompletableFuture<T> result) {
    try {
      return run(result::join);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
