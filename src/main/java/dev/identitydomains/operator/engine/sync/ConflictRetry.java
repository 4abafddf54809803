package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Executes plans, and plans once more after a conflict, which proves the inventory outdated. */
final class ConflictRetry {

  /**
   * The number of the full read that had begun before the end of the last write, by key of each
   * subject whose last write is unconfirmed.
   */
  private final Map<String, Integer> unconfirmedWrites = new ConcurrentHashMap<>();

  private final IntSupplier lastBegun;
  private final IntSupplier lastCompleted;

  /**
   * @param lastBegun number of the full read that has begun last
   * @param lastCompleted number of the full read that has succeeded last: it confirms all writes
   *     that ended before it began
   */
  ConflictRetry(IntSupplier lastBegun, IntSupplier lastCompleted) {
    this.lastBegun = lastBegun;
    this.lastCompleted = lastCompleted;
  }

  /**
   * Reads the subject again if its last write is unconfirmed, and no full read that has begun since
   * has succeeded.
   */
  void refreshIfUnconfirmed(SyncSubject<?, ?, ?> subject) {
    var since = unconfirmedWrites.get(subject.key());
    if (since != null) {
      if (lastCompleted.getAsInt() <= since) {
        subject.refresh();
      }
      unconfirmedWrites.remove(subject.key(), since);
    }
  }

  /** Whether a subject's last write is unconfirmed. */
  boolean isUnconfirmed(String key) {
    return unconfirmedWrites.containsKey(key);
  }

  /** Executes a plan that creates nothing, as below. */
  <S, C extends Change, T> SyncResult<T> execute(Plan<S, C> plan, SyncSubject<S, C, T> subject) {
    return execute(plan, subject, _ -> {});
  }

  /**
   * Executes a plan. After 404 (deleted meanwhile), 409 (created meanwhile) or 412 (changed
   * meanwhile), reads the subject again and executes a second plan; after 400 only a different
   * second plan.
   *
   * @param announce gets each plan before its execution
   * @throws CallException when a call fails
   */
  <S, C extends Change, T> SyncResult<T> execute(
      Plan<S, C> plan, SyncSubject<S, C, T> subject, Consumer<Plan<S, C>> announce) {
    try {
      return executeOnceMore(plan, subject, announce);
    } catch (RuntimeException e) {
      if (isUnconfirmed(e)) {
        unconfirmedWrites.values().removeIf(since -> lastCompleted.getAsInt() > since);
        unconfirmedWrites.put(subject.key(), lastBegun.getAsInt());
      }
      throw e;
    }
  }

  private static <S, C extends Change, T> SyncResult<T> executeOnceMore(
      Plan<S, C> first, SyncSubject<S, C, T> subject, Consumer<Plan<S, C>> announce) {
    try {
      announce.accept(first);
      return new SyncResult.Done<>(subject.execute(first));
    } catch (CallException e) {
      if (Stream.of(400, 404, 409, 412).noneMatch(e::answered)) {
        throw e;
      }
      subject.refresh();
      var second = subject.plan();
      if (e.answered(400) && isSame(first, second)) {
        throw e;
      }
      return switch (second) {
        case Plan<S, C> plan -> {
          announce.accept(plan);
          yield new SyncResult.Done<>(subject.execute(plan));
        }
        case Refusal<S, C> refusal -> new SyncResult.Refused<>(refusal);
      };
    }
  }

  /**
   * Whether the service may have carried out a write of the plan that failed: one of several, whose
   * failures are suppressed, or one whose failure is of another kind.
   */
  private static boolean isUnconfirmed(Throwable failed) {
    return !(failed instanceof CallException call)
        || isUnconfirmed(call.failure())
        || Stream.of(failed.getSuppressed()).anyMatch(ConflictRetry::isUnconfirmed);
  }

  private static boolean isUnconfirmed(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Answered answered -> answered.status() >= 500;
      case CallFailure.Unreachable _,
          CallFailure.Malformed _,
          CallFailure.Excessive _,
          CallFailure.HandshakeRefused _ ->
          true;
      case CallFailure.NoToken _ -> false; // nothing was sent
    };
  }

  private static <S, C extends Change> boolean isSame(Plan<S, C> first, Decision<S, C> second) {
    return second instanceof Plan<S, C> plan && first.changes().equals(plan.changes());
  }
}
