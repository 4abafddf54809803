package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.plan.CertificatePlan;
import dev.identitydomains.operator.plan.DesiredApplication;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The planned certificates of a client.
 *
 * @param certificates the desired certificates; null to delete all, because the spec declares none
 * @param current the key pair in the Secret; null for none
 * @param listed the aliases that the App lists
 */
public record KeyPlan(
    @Nullable CertificatePlan certificates, @Nullable ClientKeyPair current, Set<String> listed) {

  public KeyPlan {
    listed = Set.copyOf(listed);
  }

  /** The aliases for the App to list. */
  public List<String> aliases() {
    return certificates == null ? List.of() : certificates.accepted();
  }

  /** The desired App with these certificates. */
  public DesiredApplication applyTo(DesiredApplication desired) {
    return desired.withCertificates(aliases());
  }

  /** Whether a new key pair and its certificate are due. */
  public boolean isIssueDue() {
    return certificates != null && certificates.issue() != null;
  }

  /** Whether the domain has, or may have, other certificates than planned. */
  public boolean isChange() {
    var before = current == null ? List.of() : current.accepted();
    return certificates == null || !before.equals(aliases());
  }

  /** Time of the next different plan; empty for never. */
  public Optional<Instant> nextChange() {
    return Optional.ofNullable(certificates).map(CertificatePlan::nextChange);
  }
}
