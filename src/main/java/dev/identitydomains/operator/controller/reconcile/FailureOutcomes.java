package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Outcome.Retrying;
import dev.identitydomains.operator.status.Outcome.Stalled;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The outcomes of failed calls, refusals and invalid specs. */
public final class FailureOutcomes {

  /** Status codes of the API server that do not depend on the written object. */
  private static final Set<Integer> PASSING = Set.of(401, 404, 408, 409, 429);

  private FailureOutcomes() {}

  public static Outcome invalidSpec(List<String> problems) {
    return new Stalled(
        Reason.InvalidSpec, sentence(String.join("; ", problems)) + " Correct the spec.");
  }

  /** The outcome of a refused plan. */
  public static Outcome forRefusal(Refusal<?, ?> refusal) {
    var reason =
        switch (refusal.kind()) {
          case CONFLICT -> Reason.Conflict;
          case NOT_PERMITTED -> Reason.NotPermitted;
          case IMMUTABLE -> Reason.InvalidSpec;
        };
    return new Stalled(reason, refusal.message(), Interval.REFUSED.duration());
  }

  /**
   * The outcome of a failed call to the domain; rethrows any other exception, which is a defect.
   */
  public static Outcome forCall(RuntimeException failed) {
    return switch (failed) {
      case CallException call -> forCall(call.failure());
      case TokenFailure refused -> rejected(refused, Interval.REFUSED.duration());
      default -> throw failed;
    };
  }

  /** The outcome of a deletion that a failed call to the domain blocks. */
  public static Outcome blocked(RuntimeException failed) {
    var failure = forCall(failed);
    return failure instanceof Retrying retrying
        ? new Retrying(
            Reason.DeletionBlocked, retrying.message(), retrying.retryAfter(), retrying.longest())
        : new Retrying(Reason.DeletionBlocked, failure.message());
  }

  /**
   * The outcome of a write that the API server, a webhook or a policy refuses; rethrows any other
   * exception.
   */
  public static Outcome refused(KubernetesClientException failed) {
    if (failed.getCode() / 100 != 4 || PASSING.contains(failed.getCode())) {
      throw failed;
    }
    return new Retrying(
        Reason.KubernetesRefused, sentence(summary(failed)) + " The operator tries again.");
  }

  /** The answer of the API server, or the cause of a missing answer. */
  public static String summary(KubernetesClientException failed) {
    var status = Optional.ofNullable(failed.getStatus()).map(Status::getMessage);
    return status.isPresent()
        ? "Kubernetes answers %d: %s".formatted(failed.getCode(), status.get())
        : "Kubernetes does not answer: " + cause(failed);
  }

  private static Throwable cause(Throwable failed) {
    return failed.getCause() == null ? failed : cause(failed.getCause());
  }

  /** The outcome of refused credentials, which are read again after the delay. */
  public static Outcome rejected(TokenFailure failure, Duration retryAfter) {
    return new Retrying(
        Reason.CredentialsRejected,
        sentence(String.valueOf(failure.getMessage()))
            + " Correct the credentials of the IdentityDomain.",
        retryAfter);
  }

  private static Outcome forCall(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Answered answered -> answered(answered);
      case CallFailure.Unreachable unreachable -> unavailable(unreachable.summary());
      case CallFailure.Malformed malformed -> unavailable(malformed.summary());
      case CallFailure.Excessive excessive -> excessive(excessive.summary());
    };
  }

  private static Outcome answered(CallFailure.Answered answer) {
    var summary = sentence(answer.summary());
    return switch (answer.status()) {
      case 400 ->
          new Stalled(Reason.InvalidSpec, summary + " The domain refuses the spec: correct it.");
      case 401 ->
          new Retrying(
              Reason.CredentialsRejected,
              summary + " The domain refuses a new access token.",
              Interval.REFUSED.duration());
      case 403 ->
          new Retrying(
              Reason.Forbidden,
              summary
                  + " Grant the operator's client the app role Application Administrator, and also User Administrator if that does not suffice to read users and groups.",
              Interval.REFUSED.duration());
      case 409 -> new Stalled(Reason.Conflict, summary, Interval.REFUSED.duration());
      case 429 -> new Retrying(Reason.RateLimited, summary, answer.retryAfter());
      default ->
          new Retrying(
              Reason.DomainUnavailable,
              summary + " The operator tries again.",
              answer.retryAfter());
    };
  }

  private static Outcome unavailable(String cause) {
    return new Retrying(Reason.DomainUnavailable, sentence(cause) + " The operator tries again.");
  }

  private static Outcome excessive(String cause) {
    return new Retrying(
        Reason.DomainUnavailable,
        sentence(cause) + " The operator tries again, less and less often.",
        null,
        Interval.EXCESSIVE.duration());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
