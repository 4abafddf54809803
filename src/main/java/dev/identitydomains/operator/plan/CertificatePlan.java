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
 * Which certificates a client shall have. They are numbered, so that one whose key was lost on the
 * way is never taken for another one.
 *
 * @param issue alias of a certificate to make first; null for none
 * @param accepted the aliases that the client may sign with, the newest first
 * @param nextChange when the next plan will be another one
 */
public record CertificatePlan(@Nullable String issue, List<String> accepted, Instant nextChange) {

  /**
   * The certificate whose key is known.
   *
   * @param accepted the aliases that were accepted with it, the newest first
   * @param leaked whether others may have the key: it is replaced at once, without an overlap
   */
  public record Current(String alias, Instant issuedAt, List<String> accepted, boolean leaked) {}

  /**
   * How long certificates are used.
   *
   * @param rotateAfter until another one is made
   * @param overlap how long the former one is accepted beside it
   */
  public record Lifetimes(Duration rotateAfter, Duration overlap) {}

  public CertificatePlan {
    accepted = List.copyOf(accepted);
  }

  /**
   * Plans them.
   *
   * @param prefix of the aliases of this client
   * @param current what is known of the key in use; null when it is lost or there never was one
   * @param listed the aliases that the App has
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

  /** The certificate to accept beside a new one. */
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

  /** Whether an alias is one of this client's. */
  public static boolean isOf(String prefix, String alias) {
    return number(prefix, alias) > 0;
  }

  private static int number(String prefix, String alias) {
    var found = Pattern.compile(Pattern.quote(prefix) + "([1-9][0-9]{0,8})").matcher(alias);
    return found.matches() ? Integer.parseInt(found.group(1)) : 0;
  }
}
