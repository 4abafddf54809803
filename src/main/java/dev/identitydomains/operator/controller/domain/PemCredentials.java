package dev.identitydomains.operator.controller.domain;

import com.nimbusds.jose.jwk.Curve;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates in PEM, as cert-manager and openssl write them: PKCS #8 (RFC 5958), PKCS #1
 * (RFC 8017), SEC 1 (RFC 5915). The message of each exception goes on after the name of the entry,
 * and holds nothing of it.
 */
final class PemCredentials {

  static final int LEAST_BITS = 2048;

  /**
   * The cost of a signature grows with the cube of the key's length, and whoever writes the Secret
   * chooses it. The Java runtime bounds the modulus alone, at 16,384 bits.
   */
  static final int MOST_BITS = 4096;

  private static final int MOST_CERTIFICATES = 10;

  private PemCredentials() {}

  /**
   * A key that signs assertions with RS256 or ES256.
   *
   * @throws IllegalArgumentException for anything else
   */
  static PrivateKey signingKey(String pem) {
    var key = privateKey(pem);
    if (key instanceof ECPrivateKey elliptic
        && !Curve.P_256.equals(Curve.forECParameterSpec(elliptic.getParams()))) {
      throw new IllegalArgumentException("is an elliptic key of another curve than P-256");
    }
    if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_BITS) {
      throw new IllegalArgumentException("is an RSA key of less than " + LEAST_BITS + " bits");
    }
    return key;
  }

  /**
   * An RSA key of at most 4096 bits or an elliptic one: the cost of others has no bound.
   *
   * @throws IllegalArgumentException for anything else
   */
  static PrivateKey privateKey(String pem) {
    var key =
        decoded(
            encoded(pem)
                .orElseThrow(() -> new IllegalArgumentException("has no private key in PEM")));
    if (key instanceof RSAPrivateKey rsa && key.getAlgorithm().equals("RSA")) {
      requireCheap(rsa);
    } else if (!(key instanceof ECPrivateKey)) {
      throw new IllegalArgumentException("is neither an RSA key nor an elliptic one");
    }
    return key;
  }

  private static PrivateKey decoded(PrivateKeyInfo info) {
    try {
      var algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
      return KeyFactory.getInstance(algorithm.getId())
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException _) {
      throw unreadable();
    }
  }

  private static Optional<PrivateKeyInfo> encoded(String pem) {
    var parser = new PEMParser(new StringReader(unfolded(pem)));
    for (var object = next(parser); object != null; object = next(parser)) {
      switch (object) {
        case PrivateKeyInfo info -> {
          return Optional.of(info);
        }
        case PEMKeyPair pair -> {
          return Optional.of(pair.getPrivateKeyInfo());
        }
        case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
            throw new IllegalArgumentException(
                "has an encrypted private key, for which the operator has no password");
        default -> {} // parameters of a curve, certificates
      }
    }
    return Optional.empty();
  }

  /** YAML and secret stores fold lines; and some keys come without their begin and end. */
  private static String unfolded(String pem) {
    var text = pem.strip();
    if (!text.contains("-----")) {
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(text);
    }
    return text.contains("\n")
        ? text
        : text.replaceAll("(-----BEGIN [A-Z0-9 ]+-----) *", "$1\n")
            .replaceAll(" *(-----END [A-Z0-9 ]+-----) *", "\n$1\n");
  }

  /** The parser has many exceptions for what is malformed. */
  private static @Nullable Object next(PEMParser parser) {
    try {
      return parser.readObject();
    } catch (IOException | RuntimeException _) {
      throw unreadable();
    }
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException("has a private key that cannot be read");
  }

  private static void requireCheap(RSAPrivateKey key) {
    var numbers = Stream.of(key.getModulus(), key.getPrivateExponent());
    var primes =
        key instanceof RSAPrivateCrtKey crt
            ? Stream.of(
                crt.getPrimeP(),
                crt.getPrimeQ(),
                crt.getPrimeExponentP(),
                crt.getPrimeExponentQ(),
                crt.getCrtCoefficient(),
                crt.getPublicExponent())
            : Stream.<BigInteger>empty();
    if (Stream.concat(numbers, primes).anyMatch(number -> number.bitLength() > MOST_BITS)) {
      throw new IllegalArgumentException("is an RSA key of more than %d bits".formatted(MOST_BITS));
    }
  }

  /**
   * The certificates of a chain, the client's first.
   *
   * @throws IllegalArgumentException when there are none or more than ten, or the first is not
   *     valid now
   */
  static List<X509Certificate> chain(String pem, Instant now) {
    try {
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty() || chain.size() > MOST_CERTIFICATES) {
        throw new IllegalArgumentException(
            "must have 1 to %d PEM certificates".formatted(MOST_CERTIFICATES));
      }
      requireValid(chain.getFirst(), now);
      return chain;
    } catch (CertificateException _) {
      throw new IllegalArgumentException("has a certificate that cannot be read");
    }
  }

  private static void requireValid(X509Certificate certificate, Instant now) {
    var begin = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new IllegalArgumentException("has a certificate that ended at %s".formatted(end));
    }
    if (now.isBefore(begin)) {
      throw new IllegalArgumentException("has a certificate that begins at %s".formatted(begin));
    }
  }

  /**
   * A certificate with its key.
   *
   * @throws IllegalArgumentException when they are no pair
   */
  static HeldCertificate held(X509Certificate certificate, PrivateKey key) {
    if (!isPair(certificate.getPublicKey(), key)) {
      throw new IllegalArgumentException("is not the key of the first certificate");
    }
    return new HeldCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
  }

  private static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
    var algorithm = privateKey instanceof ECPrivateKey ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(privateKey);
      signature.update((byte) 1);
      var signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update((byte) 1);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
