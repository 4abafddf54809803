package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.plan.CertificatePlan;
import dev.identitydomains.operator.plan.DesiredApplication;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The planned certificates of a client.
 *
 * @param certificates null where the spec asks for none any more, and those that exist go
 * @param current the key that the Secret holds; null for none
 */
public record KeyPlan(@Nullable CertificatePlan certificates, @Nullable ClientKeyPair current) {

  /** The aliases that the App is to list. */
  public List<String> aliases() {
    return certificates == null ? List.of() : certificates.accepted();
  }

  /** The desired App with these certificates. */
  public DesiredApplication applyTo(DesiredApplication desired) {
    return desired.withCertificates(aliases());
  }

  /** Whether the domain has other certificates than planned, or may have. */
  public boolean isChange() {
    var before = current == null ? List.of() : current.accepted();
    return certificates == null || !before.equals(aliases());
  }

  /** When the next plan will be another one; empty for never. */
  public Optional<Instant> nextChange() {
    return Optional.ofNullable(certificates).map(CertificatePlan::nextChange);
  }
}
