package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Outcome.Retrying;
import dev.identitydomains.operator.status.Outcome.Stalled;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailures;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureOutcomesTest {

  private static final Duration LATER = Duration.ofSeconds(7);
  private static final Duration RECHECK = Interval.REFUSED.duration();

  @Test
  void invalidSpecListsAllProblems() {
    assertStalled(
        FailureOutcomes.invalidSpec(List.of("spec.a: is missing", "spec.b: 🔑 is wrong.")),
        Reason.InvalidSpec,
        null,
        "spec.a: is missing; spec.b: 🔑 is wrong.");
    assertStalled(
        FailureOutcomes.invalidSpec(List.of("spec: is missing")),
        Reason.InvalidSpec,
        null,
        "spec: is missing.");
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT, Conflict", "IMMUTABLE, InvalidSpec"})
  void refusalStallsWithItsMessage(Refusal.Kind kind, Reason reason) {
    assertThat(FailureOutcomes.forRefusal(new Refusal<>(kind, "App a-1 is in the way")))
        .isEqualTo(new Stalled(reason, "App a-1 is in the way", RECHECK));
  }

  @Test
  void refusedSpecStallsUntilItChanges() {
    assertStalled(answered(400, LATER), Reason.InvalidSpec, null, "POST Apps answered 400: no.");
  }

  @Test
  void conflictStallsAndIsRechecked() {
    assertStalled(answered(409, LATER), Reason.Conflict, RECHECK, "POST Apps answered 409: no.");
  }

  @ParameterizedTest
  @CsvSource({"401, CredentialsRejected", "403, Forbidden"})
  void refusedClientIsRetriedLater(int status, Reason reason) {
    assertRetrying(
        answered(status, LATER), reason, RECHECK, "POST Apps answered " + status + ": no.");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(longs = {0, 7, 86_400})
  void rateLimitIsRetriedWhenTheServiceSaysSo(@Nullable Long seconds) {
    var delay = seconds == null ? null : Duration.ofSeconds(seconds);
    assertRetrying(answered(429, delay), Reason.RateLimited, delay, "POST Apps answered 429: no.");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 412, 500, 503, 599})
  void otherStatusIsRetried(int status) {
    var message = "POST Apps answered " + status + ": no.";
    assertRetrying(answered(status, LATER), Reason.DomainUnavailable, LATER, message);
    assertRetrying(answered(status, null), Reason.DomainUnavailable, null, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no route", "no route."})
  void missingReplyIsRetried(String cause) {
    for (var failure :
        List.of(new CallFailure.Unreachable(cause), new CallFailure.Malformed(cause))) {
      assertRetrying(
          FailureOutcomes.forCall(new CallException(failure, null)),
          Reason.DomainUnavailable,
          null,
          "no route.");
    }
  }

  @Test
  void rejectedCredentialsAreRetriedLater() {
    var failure = TokenFailures.of("invalid_client");
    assertRetrying(
        FailureOutcomes.forCall(failure),
        Reason.CredentialsRejected,
        Interval.CREDENTIALS.duration(),
        "invalid_client.");
    assertRetrying(
        FailureOutcomes.rejected(failure, LATER),
        Reason.CredentialsRejected,
        LATER,
        "invalid_client.");
  }

  @Test
  void defectIsThrownAgain() {
    var defect = new IllegalStateException("a defect");
    assertThatThrownBy(() -> FailureOutcomes.forCall(defect)).isSameAs(defect);
    assertThatThrownBy(() -> FailureOutcomes.blocked(defect)).isSameAs(defect);
  }

  @Test
  void blockedDeletionKeepsMessageAndDelay() {
    for (RuntimeException failure :
        List.of(failed(429, LATER), failed(503, null), TokenFailures.of("invalid_client"))) {
      var cause = (Retrying) FailureOutcomes.forCall(failure);
      assertThat(FailureOutcomes.blocked(failure))
          .isEqualTo(
              new Retrying(
                  Reason.DeletionBlocked, cause.message(), cause.retryAfter(), cause.longest()));
    }
  }

  @Test
  void blockedDeletionIsRetriedAlsoWhereTheCallWouldStall() {
    var message = FailureOutcomes.forCall(failed(409, LATER)).message();
    assertThat(FailureOutcomes.blocked(failed(409, LATER)))
        .isEqualTo(new Retrying(Reason.DeletionBlocked, message));
  }

  @ParameterizedTest
  @CsvSource({
    "400, Correct the resource. The operator tries again.",
    "403, 'Let the quota, webhook or policy admit the object, or give the operator the permission. The operator tries again.'",
    "404, The operator tries again.",
    "409, The operator tries again.",
    "413, Make the object smaller. The operator tries again.",
    "422, Correct the resource. The operator tries again.",
    "500, 'If a webhook does not answer, repair or remove it. The operator tries again.'"
  })
  void refusalOfKubernetesIsRetried(int code, String remedy) {
    var refusal = FailureOutcomes.refused(kubernetes(code, "denied by a webhook"));
    assertThat(refusal)
        .isEqualTo(
            new Outcome.Retrying(
                Reason.KubernetesRefused,
                "Kubernetes answers %d: denied by a webhook. %s".formatted(code, remedy)));
    assertThat(FailureOutcomes.blocked(kubernetes(code, "denied by a webhook")))
        .isEqualTo(new Outcome.Retrying(Reason.DeletionBlocked, refusal.message()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200, 302, 401, 408, 429, 502, 503, 504})
  void passingAnswerOfKubernetesIsThrownAgain(int code) {
    var failure = kubernetes(code, "later");
    assertThatThrownBy(() -> FailureOutcomes.refused(failure)).isSameAs(failure);
    assertThatThrownBy(() -> FailureOutcomes.blocked(failure)).isSameAs(failure);
  }

  /** A domain that answers 400 to a deletion names the way out. */
  @Test
  void deletionThatDomainRefusesNamesTheRemedy() {
    var failure = new CallFailure.Answered("DELETE Apps", 400, "no", null, null, null);
    assertThat(FailureOutcomes.blocked(new CallException(failure, null)))
        .isEqualTo(
            new Outcome.Retrying(
                Reason.DeletionBlocked,
                "DELETE Apps answered 400: no. The domain refuses the deletion: delete the object in the domain, or set spec.deletionPolicy to Retain."));
  }

  @Test
  void summaryHasTheAnswerOfKubernetes() {
    assertThat(FailureOutcomes.summary(kubernetes(422, "🔑 is invalid.")))
        .isEqualTo("Kubernetes answers 422: 🔑 is invalid.");
  }

  @Test
  void summaryHasTheRootCauseWithoutAnswer() {
    var cause = new IOException("outer", new ConnectException("refused"));
    assertThat(FailureOutcomes.summary(new KubernetesClientException("failed", cause)))
        .isEqualTo("Kubernetes does not answer: java.net.ConnectException: refused");
    assertThat(FailureOutcomes.summary(new KubernetesClientException("failed")))
        .startsWith("Kubernetes does not answer: ")
        .endsWith("failed");
    assertThat(FailureOutcomes.summary(kubernetes(422, null)))
        .startsWith("Kubernetes does not answer: ");
  }

  private static void assertStalled(
      Outcome outcome, Reason reason, @Nullable Duration recheck, String cause) {
    assertThat(outcome).isEqualTo(new Stalled(reason, outcome.message(), recheck));
    assertBeginsWithSentence(outcome, cause);
  }

  private static void assertRetrying(
      Outcome outcome, Reason reason, @Nullable Duration retryAfter, String cause) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Retrying.class,
            retrying -> {
              assertThat(retrying.reason()).isEqualTo(reason);
              assertThat(retrying.retryAfter()).isEqualTo(retryAfter);
            });
    assertBeginsWithSentence(outcome, cause);
  }

  /** A remedy may follow the cause. */
  private static void assertBeginsWithSentence(Outcome outcome, String cause) {
    assertThat(outcome.message() + " ").startsWith(cause + " ");
    assertThat(outcome.message()).endsWith(".");
  }

  private static KubernetesClientException kubernetes(int code, @Nullable String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException("failed", code, status);
  }

  private static Outcome answered(int status, @Nullable Duration retryAfter) {
    return FailureOutcomes.forCall(failed(status, retryAfter));
  }

  private static CallException failed(int status, @Nullable Duration retryAfter) {
    return new CallException(
        new CallFailure.Answered("POST Apps", status, "no", null, null, retryAfter), null);
  }
}
