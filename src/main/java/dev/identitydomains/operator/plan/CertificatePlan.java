package dev.identitydomains.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The planned certificates of a client. Aliases are numbered: after the loss of a key, its alias is
 * not used again.
 *
 * @param issue alias of the certificate to issue first; null for none
 * @param accepted aliases for the App to list, the newest first
 * @param nextChange time of the next different plan
 */
public record CertificatePlan(@Nullable String issue, List<String> accepted, Instant nextChange) {

  /**
   * The certificate whose key the Secret holds.
   *
   * @param accepted aliases that the App lists together with it, the newest first
   * @param leaked whether the key may be compromised; if so, another one replaces it without
   *     overlap
   */
  public record Current(String alias, Instant issuedAt, List<String> accepted, boolean leaked) {}

  /**
   * Lifetimes of certificates.
   *
   * @param rotateAfter age at which the next certificate replaces one
   * @param overlap time during which the App accepts the former certificate as well
   */
  public record Lifetimes(Duration rotateAfter, Duration overlap) {}

  public CertificatePlan {
    accepted = List.copyOf(accepted);
  }

  /**
   * Plans the certificates of a client.
   *
   * @param prefix prefix of the client's aliases
   * @param current the certificate in use; null when none exists or its key is lost
   * @param listed aliases that the App lists
   */
  public static CertificatePlan of(
      String prefix,
      @Nullable Current current,
      Set<String> listed,
      Lifetimes lifetimes,
      Instant now) {
    var leaked = current != null && current.leaked();
    if (current != null
        && !leaked
        && now.isBefore(current.issuedAt().plus(lifetimes.rotateAfter()))) {
      return keep(current, lifetimes, now);
    }
    var last = current == null ? 0 : number(prefix, current.alias());
    var newest = listed.stream().mapToInt(alias -> number(prefix, alias)).max().orElse(0);
    var alias = prefix + (Math.max(last, newest) + 1);
    var accepted = new ArrayList<>(List.of(alias));
    if (!leaked) {
      former(prefix, current, newest).ifPresent(accepted::add);
    }
    return new CertificatePlan(alias, accepted, change(now, lifetimes, accepted));
  }

  /** The alias of the certificate to accept beside a new one. */
  private static Optional<String> former(String prefix, @Nullable Current current, int newest) {
    return Optional.ofNullable(current)
        .map(Current::alias)
        .or(() -> newest == 0 ? Optional.empty() : Optional.of(prefix + newest));
  }

  private static Instant change(Instant issued, Lifetimes lifetimes, List<String> accepted) {
    var due = issued.plus(lifetimes.rotateAfter());
    var end = issued.plus(lifetimes.overlap());
    return accepted.size() > 1 && end.isBefore(due) ? end : due;
  }

  private static CertificatePlan keep(Current current, Lifetimes lifetimes, Instant now) {
    var overlaps = now.isBefore(current.issuedAt().plus(lifetimes.overlap()));
    var accepted = overlaps ? current.accepted() : List.of(current.alias());
    return new CertificatePlan(null, accepted, change(current.issuedAt(), lifetimes, accepted));
  }

  /** Whether an alias has the client's prefix and a number. */
  public static boolean isOf(String prefix, String alias) {
    return number(prefix, alias) > 0;
  }

  private static int number(String prefix, String alias) {
    var found = Pattern.compile(Pattern.quote(prefix) + "([1-9][0-9]{0,8})").matcher(alias);
    return found.matches() ? Integer.parseInt(found.group(1)) : 0;
  }
}
