package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.RecordKeys;
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
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcomes of failed calls, refusals and invalid specs. */
public final class FailureOutcomes {

  /** Status codes of the API server that concern every write. */
  private static final Set<Integer> PASSING = Set.of(401, 408, 429, 502, 503, 504);

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
      case TokenFailure refused -> rejected(refused, Interval.CREDENTIALS.duration());
      default -> throw failed;
    };
  }

  /** The outcome of a signing key that somebody has changed. */
  static Outcome spoilt(RecordKeys.Spoilt key) {
    var message = String.valueOf(key.getMessage());
    return new Retrying(Reason.DomainNotReady, message, Interval.SECRET_CONFLICT.duration());
  }

  /** The outcome of a deletion that a failed call to the domain blocks. */
  public static Outcome blocked(RuntimeException failed) {
    if (failed instanceof CallException call && call.answered(400)) {
      return new Retrying(
          Reason.DeletionBlocked,
          sentence(call.failure().summary())
              + " The domain refuses the deletion: delete the object in the domain, or set spec.deletionPolicy to Retain.");
    }
    var failure = forCall(failed);
    return failure instanceof Retrying retrying
        ? new Retrying(
            Reason.DeletionBlocked, retrying.message(), retrying.retryAfter(), retrying.longest())
        : new Retrying(Reason.DeletionBlocked, failure.message());
  }

  /** The outcome of a deletion that the API server blocks. */
  public static Outcome blocked(KubernetesClientException failed) {
    return new Retrying(Reason.DeletionBlocked, refused(failed).message());
  }

  /**
   * The outcome of a write that the API server, a webhook or a policy refuses; rethrows an answer
   * after which no status can be written either.
   */
  public static Outcome refused(KubernetesClientException failed) {
    if (failed.getCode() < 400 || PASSING.contains(failed.getCode())) {
      throw failed;
    }
    return new Retrying(
        Reason.KubernetesRefused,
        Stream.of(
                sentence(withoutStop(summary(failed)) + subject(failed)),
                remedy(failed),
                "The operator tries again.")
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" ")));
  }

  /** The object, for messages of webhooks that do not name it; empty when it is unknown. */
  private static String subject(KubernetesClientException failed) {
    if (failed.getResourcePlural() == null) {
      return "";
    }
    var details = Optional.ofNullable(failed.getStatus()).map(Status::getDetails);
    var name = Optional.ofNullable(failed.getName()).or(() -> details.map(StatusDetails::getName));
    return ", for "
        + Stream.of(Optional.ofNullable(failed.getNamespace()), name)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("/", failed.getResourcePlural() + " ", ""));
  }

  private static String remedy(KubernetesClientException failed) {
    var isSecret = "secrets".equals(failed.getResourcePlural());
    return switch (failed.getCode()) {
      case 403 ->
          "Let the quota, webhook or policy admit the object, or give the operator the permission.";
      case 413 -> isSecret ? "Shorten spec.credentialsSecret." : "Make the object smaller.";
      case 400, 422 -> isSecret ? "Correct spec.credentialsSecret." : "Correct the resource.";
      case 500 -> "If a webhook does not answer, repair or remove it.";
      default -> "";
    };
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
        sentence(String.valueOf(failure.getMessage())) + " " + remedy(failure),
        retryAfter);
  }

  private static String remedy(TokenFailure failure) {
    return switch (failure.reason()) {
      case CREDENTIALS -> "Correct the credentials of the IdentityDomain.";
      case SCOPES ->
          "Correct spec.scopes of the IdentityDomain, or grant the app roles for them to its client.";
      case GRANT_TYPE ->
          "Let the client of the IdentityDomain use the grant type of its credentials.";
    };
  }

  private static Outcome forCall(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Answered answered -> answered(answered);
      case CallFailure.Unreachable unreachable -> unavailable(unreachable.summary());
      case CallFailure.NoToken answer ->
          Retrying.backingOff(
              answer.status() == 429 ? Reason.RateLimited : Reason.DomainUnavailable,
              sentence(answer.summary()) + " The operator tries again.",
              answer.retryAfter());
      case CallFailure.HandshakeRefused refused -> unavailable(refused.summary());
      case CallFailure.Malformed malformed -> unavailable(malformed.summary());
      case CallFailure.Excessive excessive -> excessive(excessive.summary());
    };
  }

  private static Outcome answered(CallFailure.Answered answer) {
    var summary = sentence(answer.summary());
    return switch (answer.status()) {
      case 400 -> refused(answer);
      case 401 ->
          new Retrying(
              Reason.CredentialsRejected,
              summary + " The domain refuses a new access token.",
              Interval.REFUSED.duration());
      case 403 ->
          new Retrying(
              Reason.Forbidden,
              summary + " " + missingRole(answer.operation()),
              Interval.REFUSED.duration());
      case 409 -> clash(answer);
      case 429 -> Retrying.backingOff(Reason.RateLimited, summary, answer.retryAfter());
      default -> unavailable(answer);
    };
  }

  /** No spec has a part in how the operator reads all Apps, AppRoles and Grants. */
  private static Outcome refused(CallFailure.Answered answer) {
    return READS.contains(answer.operation())
        ? unavailable(answer)
        : new Stalled(
            Reason.InvalidSpec,
            sentence(answer.summary()) + " The domain refuses the spec: correct it.");
  }

  private static Outcome unavailable(CallFailure.Answered answer) {
    return Retrying.backingOff(
        Reason.DomainUnavailable,
        sentence(answer.summary()) + " The operator tries again.",
        answer.retryAfter());
  }

  private static final Set<String> READS =
      Set.of("GET Apps", "POST Apps/.search", "GET AppRoles", "GET Grants");

  private static final Set<String> CREATIONS =
      Set.of("POST Apps", "POST AppRoles", "POST Grants", "POST OAuthClientCertificates");

  /** Of a creation it is a name that is taken; of a change two versions, of a read an outage. */
  private static Outcome clash(CallFailure.Answered answer) {
    return CREATIONS.contains(answer.operation())
        ? new Stalled(Reason.Conflict, sentence(answer.summary()), Interval.REFUSED.duration())
        : unavailable(answer);
  }

  /** The role of a client for an operation, by the document "AppRole Permissions". */
  private static String missingRole(String operation) {
    if (operation.contains("DynamicResourceGroups")) {
      return "The app role Application Administrator does not include dynamic resource groups: grant the operator's client a role that does, for example Identity Domain Administrator, or give the id of the group in spec.grantee.dynamicResourceGroup.";
    }
    return operation.equals("POST Grants")
        ? "Grant the operator's client the app role Application Administrator; to grant administrator roles of the domain it may need Identity Domain Administrator."
        : "Grant the operator's client the app role Application Administrator, and also User Administrator if that does not suffice to read users and groups.";
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
    return withoutStop(text) + ".";
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
