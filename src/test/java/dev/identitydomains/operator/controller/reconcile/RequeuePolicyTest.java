package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delays have a jitter: the last tenth. */
class RequeuePolicyTest {

  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Outcome FAILURE = new Outcome.Retrying(Reason.DomainUnavailable, "no");

  private static final Random RANDOM = new Random(1);

  private final RequeuePolicy policy = new RequeuePolicy(() -> RANDOM);
  private final AppRole role = role("1");

  @Test
  void requeuesSyncedResourceAfterItsInterval() {
    assertDelay(new Outcome.Synced("ok"), INTERVAL);
  }

  @Test
  void requeuesWaitingResourceShouldAnEventBeMissed() {
    assertDelay(
        new Outcome.WaitingForDependency(Reason.DependencyNotReady, "x"),
        Interval.WAITING.duration());
    assertDelay(new Outcome.Unknown(Reason.DomainNotReady, "x"), Interval.WAITING.duration());
  }

  @Test
  void doublesTheDelayFromTheThirdRetryUpToTheLongest() {
    for (var seconds : new int[] {2, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertDelay(FAILURE, Duration.ofSeconds(seconds));
    }
  }

  /** S4: also where a domain exceeds the bounds in turn with another failure. */
  @Test
  void retriesExcessiveDomainUpToOnceAnHour() {
    var excessive =
        new Outcome.Retrying(
            Reason.DomainUnavailable, "large", null, Interval.EXCESSIVE.duration());
    for (var seconds : new int[] {2, 2, 4, 8, 16, 32, 64, 128, 256}) {
      assertDelay(excessive, Duration.ofSeconds(seconds));
    }
    assertDelay(FAILURE, Duration.ofMinutes(5));
    assertDelay(excessive, Duration.ofSeconds(1024));
    assertDelay(excessive, Duration.ofSeconds(2048));
    assertDelay(excessive, Duration.ofHours(1));
    assertDelay(excessive, Duration.ofHours(1));
  }

  @Test
  void retriesEachResourceAtItsOwnPace() {
    assertDelay(FAILURE, Duration.ofSeconds(2));
    assertThat(policy.after(role("2"), FAILURE, INTERVAL).orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
    assertDelay(FAILURE, Duration.ofSeconds(2));
    assertDelay(FAILURE, Duration.ofSeconds(4));
  }

  @Test
  void restartsBackoffAfterSuccess() {
    assertDelay(FAILURE, Duration.ofSeconds(2));
    assertDelay(FAILURE, Duration.ofSeconds(2));
    assertDelay(FAILURE, Duration.ofSeconds(4));
    assertDelay(new Outcome.Synced("ok"), INTERVAL);
    assertDelay(FAILURE, Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 60, 86_400})
  void waitsAtLeastAsLongAsTheServiceAsksFor(int seconds) {
    var delay = Duration.ofSeconds(seconds);
    assertDelay(Outcome.Retrying.backingOff(Reason.RateLimited, "slow down", delay), delay);
  }

  /** S23: a service that asks for no delay is not called without one. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void delayGrowsWhereTheServiceAsksForNone(String header) {
    for (var status : new int[] {429, 503}) {
      var reply = new HttpReply(status, Headers.of("Retry-After", header), ByteString.EMPTY);
      var failure = CallFailure.Answered.bare("GET Apps", reply, Clock.systemUTC());
      var outcome = FailureOutcomes.forCall(new CallException(failure, null));
      for (var seconds : new int[] {2, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
        assertDelay(outcome, Duration.ofSeconds(seconds));
      }
      assertDelay(new Outcome.Synced("ok"), INTERVAL);
    }
  }

  @Test
  void fixedDelayDoesNotGrow() {
    var rejected =
        new Outcome.Retrying(
            Reason.CredentialsRejected, "invalid_client", Interval.CREDENTIALS.duration());
    for (var i = 0; i < 10; i++) {
      assertDelay(rejected, Interval.CREDENTIALS.duration());
    }
  }

  @Test
  void requeuesStalledResourceOnlyToRecheckIt() {
    var recheck = Duration.ofMinutes(7);
    assertDelay(new Outcome.Stalled(Reason.Conflict, "x", recheck), recheck);
    assertThat(policy.after(role, new Outcome.Stalled(Reason.InvalidSpec, "x"), INTERVAL))
        .isEqualTo(Optional.empty());
  }

  private void assertDelay(Outcome outcome, Duration most) {
    assertThat(policy.after(role, outcome, INTERVAL).orElseThrow())
        .isBetween(most.multipliedBy(9).dividedBy(10).minusMillis(1), most);
  }

  private static AppRole role(String uid) {
    var role = new AppRole();
    role.setMetadata(new ObjectMetaBuilder().withUid(uid).build());
    return role;
  }
}
