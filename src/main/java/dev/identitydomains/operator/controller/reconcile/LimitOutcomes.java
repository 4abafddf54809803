package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.engine.domain.AppLimit;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The outcome of a creation that the domain refuses because it has as many objects as its type may
 * have. No source shows such a refusal: its words tell, or else the number of Apps.
 */
public final class LimitOutcomes {

  private static final String APPS = "POST Apps";
  private static final Set<String> LIMITED = Set.of(APPS, "POST OAuthClientCertificates");

  private static final Pattern WORDS =
      Pattern.compile("(limit|quota)s? ?(is |was |has been )?(reached|exceeded)|maximum number of");

  /** What a message may repeat of a spec. */
  private static final Pattern QUOTED = Pattern.compile("\\S*://\\S*|'[^']*'|\"[^\"]*\"");

  /** The service's messages about values, of which some speak of limits too. */
  private static final String OF_VALUES = "error.common.validation.";

  /** These say that a name is taken, or that the operator's client may not create objects. */
  private static final Set<Integer> AMBIGUOUS = Set.of(403, 409);

  private LimitOutcomes() {}

  /**
   * The outcome of a failed call that met an object limit; empty for other failures.
   *
   * @param limit of the domain that answered
   */
  public static Optional<Outcome> of(RuntimeException failed, AppLimit limit) {
    return failed instanceof CallException call
            && call.failure() instanceof CallFailure.Answered answer
            && isOfLimit(answer, limit)
        ? Optional.of(reached(answer, limit))
        : Optional.empty();
  }

  private static boolean isOfLimit(CallFailure.Answered answer, AppLimit limit) {
    var isRefusal =
        LIMITED.contains(answer.operation())
            && answer.status() / 100 == 4
            && !Set.of(401, 429).contains(answer.status());
    if (!isRefusal || Objects.requireNonNullElse(answer.messageId(), "").startsWith(OF_VALUES)) {
      return false;
    }
    var full =
        answer.operation().equals(APPS)
            && limit.isReached()
            && !AMBIGUOUS.contains(answer.status());
    return full
        || Stream.of(answer.detail(), answer.messageId())
            .filter(Objects::nonNull)
            .map(text -> QUOTED.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT))
            .anyMatch(text -> WORDS.matcher(text).find());
  }

  private static Outcome reached(CallFailure.Answered answer, AppLimit limit) {
    var numbers =
        answer.operation().equals(APPS)
            ? "A domain of type %s has %d Apps at most that are not Oracle's. "
                .formatted(limit.type(), limit.most())
            : "";
    return new Outcome.Stalled(
        Reason.LimitReached,
        "%s. %sDelete what nobody needs in the domain, change the type of the domain, or correct spec.type of the IdentityDomain."
            .formatted(answer.summary(), numbers),
        Interval.LIMIT.duration());
  }
}
