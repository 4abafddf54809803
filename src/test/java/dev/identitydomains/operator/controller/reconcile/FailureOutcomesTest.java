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
import org.junit.jupiter.params.provider.ValueSource;

class FailureOutcomesTest {

  private static final Duration LATER = Duration.ofSeconds(7);
  private static final Duration RECHECK = Interval.REFUSED.duration();

  @Test
  void invalidSpecListsAllProblems() {
    assertThat(FailureOutcomes.invalidSpec(List.of("spec.a: is missing", "spec.b: 🔑 is wrong.")))
        .isEqualTo(
            new Stalled(
                Reason.InvalidSpec, "spec.a: is missing; spec.b: 🔑 is wrong. Correct the spec."));
    assertThat(FailureOutcomes.invalidSpec(List.of("spec: is missing")).message())
        .isEqualTo("spec: is missing. Correct the spec.");
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT, Conflict", "IMMUTABLE, InvalidSpec"})
  void refusalStallsWithItsMessage(Refusal.Kind kind, Reason reason) {
    assertThat(FailureOutcomes.forRefusal(new Refusal<>(kind, "App a-1 is in the way")))
        .isEqualTo(new Stalled(reason, "App a-1 is in the way", RECHECK));
  }

  @Test
  void refusedSpecStallsUntilItChanges() {
    assertThat(answered(400, LATER))
        .isEqualTo(
            new Stalled(
                Reason.InvalidSpec,
                "POST Apps answered 400: no. The domain refuses the spec: correct it."));
  }

  @Test
  void conflictStallsAndIsRechecked() {
    assertThat(answered(409, LATER))
        .isEqualTo(new Stalled(Reason.Conflict, "POST Apps answered 409: no.", RECHECK));
  }

  @ParameterizedTest
  @CsvSource({"401, CredentialsRejected", "403, Forbidden"})
  void refusedClientIsRetriedLater(int status, Reason reason) {
    var outcome = (Retrying) answered(status, LATER);
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.message()).startsWith("POST Apps answered " + status + ": no. ");
    assertThat(outcome.retryAfter()).isEqualTo(RECHECK);
  }

  @Test
  void rateLimitIsRetriedWhenTheServiceSaysSo() {
    assertThat(answered(429, LATER))
        .isEqualTo(new Retrying(Reason.RateLimited, "POST Apps answered 429: no.", LATER));
    assertThat(answered(429, null))
        .isEqualTo(new Retrying(Reason.RateLimited, "POST Apps answered 429: no.", null));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 412, 500, 503, 599})
  void otherStatusIsRetried(int status) {
    assertThat(answered(status, LATER))
        .isEqualTo(
            new Retrying(
                Reason.DomainUnavailable,
                "POST Apps answered " + status + ": no. It is tried again.",
                LATER));
    assertThat(((Retrying) answered(status, null)).retryAfter()).isNull();
  }

  @Test
  void missingReplyIsRetried() {
    var expected = new Retrying(Reason.DomainUnavailable, "no route. It is tried again.");
    assertThat(outcome(new CallFailure.Unreachable("no route"))).isEqualTo(expected);
    assertThat(outcome(new CallFailure.Unreachable("no route."))).isEqualTo(expected);
    assertThat(outcome(new CallFailure.Malformed("no route"))).isEqualTo(expected);
  }

  @Test
  void rejectedCredentialsAreRetriedLater() {
    var expected =
        new Retrying(
            Reason.CredentialsRejected,
            "invalid_client. Correct the credentials of the IdentityDomain.",
            RECHECK);
    var failure = TokenFailures.of("invalid_client");
    assertThat(FailureOutcomes.forCall(failure)).isEqualTo(expected);
    assertThat(FailureOutcomes.rejected(failure, LATER))
        .isEqualTo(new Retrying(Reason.CredentialsRejected, expected.message(), LATER));
  }

  @Test
  void defectIsThrownAgain() {
    var defect = new IllegalStateException("a defect");
    assertThatThrownBy(() -> FailureOutcomes.forCall(defect)).isSameAs(defect);
    assertThatThrownBy(() -> FailureOutcomes.blocked(defect)).isSameAs(defect);
  }

  @Test
  void blockedDeletionKeepsMessageAndDelay() {
    assertThat(FailureOutcomes.blocked(failed(429, LATER)))
        .isEqualTo(new Retrying(Reason.DeletionBlocked, "POST Apps answered 429: no.", LATER));
    assertThat(FailureOutcomes.blocked(failed(409, LATER)))
        .as("backs off although the call would stall")
        .isEqualTo(new Retrying(Reason.DeletionBlocked, "POST Apps answered 409: no.", null));
    assertThat(FailureOutcomes.blocked(TokenFailures.of("invalid_client")))
        .isEqualTo(
            new Retrying(
                Reason.DeletionBlocked,
                "invalid_client. Correct the credentials of the IdentityDomain.",
                RECHECK));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 410, 413, 422})
  void refusalOfKubernetesIsRetried(int code) {
    assertThat(FailureOutcomes.refused(kubernetes(code, "denied by a webhook")))
        .isEqualTo(
            new Retrying(
                Reason.KubernetesRefused,
                "Kubernetes answers " + code + ": denied by a webhook. It is tried again."));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200, 302, 401, 404, 408, 409, 429, 500, 503})
  void passingAnswerOfKubernetesIsThrownAgain(int code) {
    var failure = kubernetes(code, "later");
    assertThatThrownBy(() -> FailureOutcomes.refused(failure)).isSameAs(failure);
  }

  @Test
  void summaryTellsWhatKubernetesAnswers() {
    assertThat(FailureOutcomes.summary(kubernetes(422, "🔑 is invalid.")))
        .isEqualTo("Kubernetes answers 422: 🔑 is invalid.");
    assertThat(FailureOutcomes.refused(kubernetes(422, "🔑 is invalid.")).message())
        .isEqualTo("Kubernetes answers 422: 🔑 is invalid. It is tried again.");
  }

  @Test
  void summaryTellsTheRootCauseWithoutAnswer() {
    var cause = new IOException("outer", new ConnectException("refused"));
    assertThat(FailureOutcomes.summary(new KubernetesClientException("failed", cause)))
        .isEqualTo("Kubernetes does not answer: java.net.ConnectException: refused");
    assertThat(FailureOutcomes.summary(new KubernetesClientException("failed")))
        .startsWith("Kubernetes does not answer: ")
        .endsWith("failed");
    assertThat(FailureOutcomes.summary(kubernetes(422, null)))
        .startsWith("Kubernetes does not answer: ");
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

  private static Outcome outcome(CallFailure failure) {
    return FailureOutcomes.forCall(new CallException(failure, null));
  }
}
