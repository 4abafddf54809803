package dev.identitydomains.operator.engine;

import dev.identitydomains.operator.scim.ScimException;
import java.util.Set;
import java.util.function.Supplier;

/** Plans once more when the state changed between reading and writing. */
final class Replan {

  private static final Set<Integer> OVERTAKEN = Set.of(404, 409, 412);

  private Replan() {}

  /**
   * Runs the attempt, and a second time after 404 (gone), 409 (made meanwhile) or 412 (changed).
   */
  static <T> T whenOvertaken(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (ScimException e) {
      if (OVERTAKEN.stream().noneMatch(e::answered)) {
        throw e;
      }
      return attempt.get();
    }
  }
}
