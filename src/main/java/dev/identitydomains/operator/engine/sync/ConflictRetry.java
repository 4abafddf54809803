package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.Plan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides and acts, and looks at the domain itself where what is known of it turns out to be out of
 * date.
 */
final class ConflictRetry {

  /** Subjects of which nobody knows whether the last write happened, since which reading. */
  private final Map<String, Integer> unconfirmedWrites = new ConcurrentHashMap<>();

  private final IntSupplier fullReads;

  /**
   * No doubts yet.
   *
   * @param fullReads how many readings of the whole domain have begun: one settles every doubt
   */
  ConflictRetry(IntSupplier fullReads) {
    this.fullReads = fullReads;
  }

  /**
   * Decides and acts. After 404 (gone), 409 (made meanwhile) or 412 (changed) it looks again and
   * does so a second time; after 400 only if it would do something else by then. When no answer
   * came the last time, it looks first.
   *
   * @param subject what it is about
   * @param refresh looks at the domain itself
   */
  <T> T run(
      String subject,
      Supplier<? extends Decision> decide,
      Function<Decision, T> act,
      Runnable refresh) {
    var since = unconfirmedWrites.get(subject);
    if (since != null) {
      if (since == fullReads.getAsInt()) {
        refresh.run();
      }
      unconfirmedWrites.remove(subject);
    }
    try {
      return runAgainAfterConflict(decide, act, refresh);
    } catch (CallException e) {
      if (isUnknown(e.failure())) {
        unconfirmedWrites.put(subject, fullReads.getAsInt());
      }
      throw e;
    }
  }

  private static <T> T runAgainAfterConflict(
      Supplier<? extends Decision> decide, Function<Decision, T> act, Runnable refresh) {
    var first = decide.get();
    try {
      return act.apply(first);
    } catch (CallException e) {
      if (Stream.of(400, 404, 409, 412).noneMatch(e::answered)) {
        throw e;
      }
      refresh.run();
      var second = decide.get();
      if (e.answered(400) && isSame(first, second)) {
        throw e;
      }
      return act.apply(second);
    }
  }

  /** A server error, too, may come after the change. */
  private static boolean isUnknown(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Answered answered -> answered.status() >= 500;
      case CallFailure.Unreachable _, CallFailure.Malformed _ -> true;
    };
  }

  private static boolean isSame(Decision one, Decision other) {
    return one instanceof Plan first
        && other instanceof Plan second
        && first.changes().equals(second.changes());
  }
}
