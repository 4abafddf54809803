package dev.identitydomains.operator.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictRetryTest {

  private static final Plan<ObservedGrant, GrantChange> FIRST = revoking("grant-1");
  private static final Plan<ObservedGrant, GrantChange> SECOND = revoking("grant-2");
  private static final Refusal<ObservedGrant, GrantChange> REFUSAL =
      new Refusal<>(Refusal.Kind.CONFLICT, "taken");

  private final AtomicInteger begun = new AtomicInteger(1);
  private final AtomicInteger completed = new AtomicInteger(1);
  private final ConflictRetry retry = new ConflictRetry(begun::get, completed::get);
  private final Subject subject = new Subject("staff");

  /** Item 8: one plan a run. */
  @Test
  void executesPlanOnce() {
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Done<>("done grant-1"));
    assertThat(subject.log).containsExactly("execute grant-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 412})
  void executesSecondPlanAfterRefresh(int status) {
    subject.fail(answered(status));
    subject.next = SECOND;
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Done<>("done grant-2"));
    assertThat(subject.log)
        .containsExactly("execute grant-1", "refresh", "plan", "execute grant-2");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 412})
  void executesSamePlanAgainAfterConflict(int status) {
    subject.fail(answered(status));
    subject.next = revoking("grant-1");
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Done<>("done grant-1"));
  }

  @Test
  void throwsAfter400WithTheSamePlan() {
    var failure = answered(400);
    subject.fail(failure);
    subject.next =
        new Plan<>(
            new ObservedGrant("grant-9", "group-1", new Role("app-1", "role-1")), FIRST.changes());
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(failure);
    assertThat(subject.log).containsExactly("execute grant-1", "refresh", "plan");
  }

  @Test
  void executesAnotherPlanAfter400() {
    subject.fail(answered(400));
    subject.next = SECOND;
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Done<>("done grant-2"));
  }

  @Test
  void executesEmptyPlanAfterRefresh() {
    subject.fail(answered(409));
    subject.next = new Plan<>(null, List.of());
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Done<>("done"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 412})
  void refusesWhereThePlannerRefusesAfterRefresh(int status) {
    subject.fail(answered(status));
    subject.next = REFUSAL;
    assertThat(retry.execute(FIRST, subject)).isEqualTo(new SyncResult.Refused<>(REFUSAL));
    assertThat(subject.log).containsExactly("execute grant-1", "refresh", "plan");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 413, 429, 500, 503})
  void throwsOtherStatusWithoutRefresh(int status) {
    var failure = answered(status);
    subject.fail(failure);
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(failure);
    assertThat(subject.log).containsExactly("execute grant-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 412})
  void throwsFailureOfTheSecondPlan(int status) {
    var failure = answered(status);
    subject.fail(answered(409));
    subject.fail(failure);
    subject.next = SECOND;
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(failure);
    assertThat(subject.log)
        .containsExactly("execute grant-1", "refresh", "plan", "execute grant-2");
  }

  /** A write may have been carried out before the defect, or beside the refused one. */
  @Test
  void refreshesAfterDefectAndAfterUnconfirmedWriteBesideRefusedOne() {
    var defect = new IllegalStateException();
    subject.fail(defect);
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(defect);
    assertThat(subject.log).containsExactly("execute grant-1");
    assertThat(refreshes()).isEqualTo(1);
    var refused = answered(403);
    refused.addSuppressed(answered(500));
    subject.fail(refused);
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(refused);
    assertThat(refreshes()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource
  void refreshesOnceAfterUnconfirmedWrite(CallException failure) {
    subject.fail(failure);
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isSameAs(failure);
    assertThat(refreshes()).isEqualTo(1);
    assertThat(refreshes()).as("afterwards").isZero();
  }

  static Stream<CallException> refreshesOnceAfterUnconfirmedWrite() {
    return Stream.of(
        answered(500),
        answered(503),
        answered(599),
        failed(new CallFailure.Unreachable("cut off")),
        failed(new CallFailure.Malformed("no id")));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 412, 429, 499})
  void doesNotRefreshAfterRefusedWrite(int status) {
    subject.fail(answered(status));
    subject.fail(answered(status));
    subject.next = FIRST;
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    assertThat(refreshes()).isZero();
  }

  @Test
  void doesNotRefreshAfterSuccess() {
    retry.execute(FIRST, subject);
    assertThat(refreshes()).isZero();
  }

  @Test
  void refreshesAfterUnconfirmedSecondPlan() {
    subject.fail(answered(412));
    subject.fail(answered(503));
    subject.next = SECOND;
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void doesNotRefreshAfterFullReadThatHasBegunSince() {
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    completed.set(begun.incrementAndGet());
    assertThat(refreshes()).isZero();
    completed.set(1);
    assertThat(refreshes()).as("confirmed for good").isZero();
  }

  /** Item 3: a reading that is under way, or has failed, confirms nothing. */
  @Test
  void refreshesWhileFullReadIsUnderWay() {
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    begun.incrementAndGet();
    assertThat(refreshes()).isEqualTo(1);
  }

  /** Item 3: nor does one that had begun before the write ended. */
  @Test
  void refreshesAfterFullReadThatBeganBeforeTheWriteEnded() {
    begun.incrementAndGet();
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    completed.set(2);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refreshesWhereAnotherWriteFailedAfterTheFullRead() {
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    completed.set(begun.incrementAndGet());
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refreshesAgainAfterFailedRefresh() {
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    subject.refreshFails = true;
    assertThatThrownBy(() -> retry.refreshIfUnconfirmed(subject)).isInstanceOf(CallException.class);
    subject.refreshFails = false;
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refreshesNoOtherSubject() {
    subject.fail(answered(503));
    assertThatThrownBy(() -> retry.execute(FIRST, subject)).isInstanceOf(CallException.class);
    var other = new Subject("STAFF");
    retry.refreshIfUnconfirmed(other);
    assertThat(other.log).isEmpty();
    var same = new Subject("staff");
    retry.refreshIfUnconfirmed(same);
    assertThat(same.log).containsExactly("refresh");
  }

  /** How often the next run refreshes. */
  private int refreshes() {
    subject.log.clear();
    retry.refreshIfUnconfirmed(subject);
    return Collections.frequency(subject.log, "refresh");
  }

  private static Plan<ObservedGrant, GrantChange> revoking(String grantId) {
    return new Plan<>(null, List.of(new GrantChange.Revoke(grantId)));
  }

  private static CallException answered(int status) {
    return failed(new CallFailure.Answered("POST Grants", status, null, null, null, null));
  }

  private static CallException failed(CallFailure failure) {
    return new CallException(failure, null);
  }

  /** Logs what is asked of it, and fails as told. */
  private static final class Subject implements SyncSubject<ObservedGrant, GrantChange, String> {

    private final String key;
    private final List<String> log = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private Decision<ObservedGrant, GrantChange> next = FIRST;
    private boolean refreshFails;

    Subject(String key) {
      this.key = key;
    }

    void fail(RuntimeException failure) {
      failures.add(failure);
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public Decision<ObservedGrant, GrantChange> plan() {
      log.add("plan");
      return next;
    }

    @Override
    public String execute(Plan<ObservedGrant, GrantChange> plan) {
      var text = new StringBuilder();
      for (var change : plan.changes()) {
        text.append(' ').append(((GrantChange.Revoke) change).grantId());
      }
      log.add("execute" + text);
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
      return "done" + text;
    }

    @Override
    public void refresh() {
      log.add("refresh");
      if (refreshFails) {
        throw answered(503);
      }
    }
  }
}
