package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.CertificatePlan;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import okhttp3.tls.Certificates;
import okhttp3.tls.HeldCertificate;

/**
 * A key pair with which a client signs.
 *
 * @param alias alias of the certificate in the domain, and {@code kid} of signatures (RFC 7515
 *     section 4.1.4)
 * @param certificate PEM
 * @param privateKey PKCS #8 as PEM
 * @param accepted aliases that the App lists together with it, the newest first
 */
public record ClientKeyPair(
    String alias, String certificate, Sensitive privateKey, List<String> accepted) {

  /**
   * Validity as a multiple of the lifetime: a key stays valid if the operator is down at its
   * rotation.
   */
  private static final int LIVES = 2;

  /** A stolen key that nobody misses is of use for this time at most. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(730);

  /** For clocks that are behind this one. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The key pair with a self-signed certificate. */
  static ClientKeyPair of(
      CertificatePlan plan, CertificatePlan.Lifetimes lifetimes, KeyPair pair, Instant now) {
    var alias = Objects.requireNonNull(plan.issue());
    var life = lifetimes.rotateAfter().plus(lifetimes.overlap()).multipliedBy(LIVES);
    var end = now.plus(life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE);
    var held =
        new HeldCertificate.Builder()
            .keyPair(pair)
            .commonName(alias)
            .validityInterval(now.minus(SKEW).toEpochMilli(), end.toEpochMilli())
            .build();
    return new ClientKeyPair(
        alias, held.certificatePem(), new Sensitive(held.privateKeyPkcs8Pem()), plan.accepted());
  }

  ClientKeyPair accepting(List<String> aliases) {
    return new ClientKeyPair(alias, certificate, privateKey, aliases);
  }

  /**
   * The facts for the plan.
   *
   * @param leaked whether the key may be compromised
   */
  CertificatePlan.Current current(boolean leaked) {
    var issued = x509().getNotBefore().toInstant().plus(SKEW);
    return new CertificatePlan.Current(alias, issued, accepted, leaked);
  }

  /** The certificate as DER in Base64, for the upload. */
  String encoded() {
    try {
      return Base64.getEncoder().encodeToString(x509().getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether the private key belongs to the certificate, and the certificate to the alias. Whoever
   * may write the Secret can make its hash as well.
   */
  boolean isConsistent() {
    try {
      var held = HeldCertificate.decode(certificate + "\n" + privateKey.value());
      var subject = held.certificate().getSubjectX500Principal().getName();
      return subject.equals("CN=" + alias)
          && held.keyPair().getPublic() instanceof RSAPublicKey known
          && held.keyPair().getPrivate() instanceof RSAPrivateCrtKey secret
          && secret.getModulus().equals(known.getModulus())
          && secret.getPublicExponent().equals(known.getPublicExponent());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private X509Certificate x509() {
    return Certificates.decodeCertificatePem(certificate);
  }
}
