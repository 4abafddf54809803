package dev.identitydomains.operator.controller.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.EncryptedPrivateKeyInfo;
import okhttp3.tls.HeldCertificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** O7, O8, O10, O12: keys and certificates as the field's tools write them. */
class PemCredentialsTest {

  private static final HeldCertificate RSA = new HeldCertificate.Builder().rsa2048().build();
  private static final HeldCertificate ELLIPTIC = new HeldCertificate.Builder().ecdsa256().build();

  /** cert-manager's default is PKCS #1; openssl ecparam writes parameters before the key. */
  @Test
  void keysOfAllFormsSign() throws IOException {
    assertThat(PemCredentials.signingKey(RSA.privateKeyPkcs1Pem())).isEqualTo(key(RSA));
    assertThat(PemCredentials.signingKey(RSA.privateKeyPkcs8Pem())).isEqualTo(key(RSA));
    assertThat(PemCredentials.signingKey(ELLIPTIC.privateKeyPkcs8Pem())).isEqualTo(key(ELLIPTIC));
    var sec1 = sec1(ELLIPTIC.keyPair());
    var parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    assertThat(PemCredentials.signingKey("a comment\n" + parameters + sec1.replace("\n", "\r\n")))
        .isInstanceOfSatisfying(
            ECPrivateKey.class,
            read -> assertThat(read.getS()).isEqualTo(((ECPrivateKey) key(ELLIPTIC)).getS()));
    assertThat(PemCredentials.signingKey(RSA.certificatePem() + RSA.privateKeyPkcs8Pem()))
        .isEqualTo(key(RSA));
  }

  /** As YAML and secret stores fold it, and as somebody pastes it. */
  @Test
  void foldedAndBareKeysSign() {
    for (var pem : List.of(RSA.privateKeyPkcs8Pem(), RSA.privateKeyPkcs1Pem())) {
      assertThat(PemCredentials.signingKey(pem.replace("\n", " "))).isEqualTo(key(RSA));
    }
    var bare = RSA.privateKeyPkcs8Pem().replaceAll("-----[A-Z ]+-----", "");
    assertThat(PemCredentials.signingKey(bare)).isEqualTo(key(RSA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp384r1", "secp521r1"})
  void otherCurveDoesNotSign(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var pair = generator.generateKeyPair();
    for (var pem : new String[] {pem(pair), sec1(pair)}) {
      assertThatThrownBy(() -> PemCredentials.signingKey(pem)).hasMessageContaining("P-256");
      assertThat(PemCredentials.privateKey(pem)).isNotNull();
    }
  }

  @Test
  void otherAlgorithmDoesNotSign() throws Exception {
    var pem = pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    assertThatThrownBy(() -> PemCredentials.privateKey(pem))
        .hasMessage("is neither an RSA key nor an elliptic one");
  }

  @Test
  void weakKeyIsRefused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var pem = pem(generator.generateKeyPair());
    assertThatThrownBy(() -> PemCredentials.signingKey(pem))
        .hasMessage("is an RSA key of less than 2048 bits");
  }

  @Test
  void encryptedKeyIsNamedSo() throws Exception {
    var info = new EncryptedPrivateKeyInfo("PBEWithSHA1AndDESede", new byte[] {1}).getEncoded();
    var pkcs8 = pem("ENCRYPTED PRIVATE KEY", info);
    var pkcs1 =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

        MAA=
        -----END RSA PRIVATE KEY-----
        """;
    for (var pem : new String[] {pkcs8, pkcs1}) {
      assertThatThrownBy(() -> PemCredentials.privateKey(pem))
          .hasMessage("has an encrypted private key, for which the operator has no password");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "☕",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: x\n\nMAA=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
      })
  void anythingElseIsRefusedWithoutItsContent(String pem) {
    assertThatThrownBy(() -> PemCredentials.privateKey(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("has (no|a|an encrypted) private key.*")
        .hasNoCause();
    assertThatThrownBy(() -> PemCredentials.chain(pem, Instant.now()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void chainHasClientFirst() {
    var root = new HeldCertificate.Builder().certificateAuthority(1).build();
    var middle = new HeldCertificate.Builder().signedBy(root).certificateAuthority(0).build();
    var leaf = new HeldCertificate.Builder().signedBy(middle).build();
    var chain =
        PemCredentials.chain(leaf.certificatePem() + middle.certificatePem(), Instant.now());
    assertThat(chain).containsExactly(leaf.certificate(), middle.certificate());
    var held = PemCredentials.held(chain.getFirst(), leaf.keyPair().getPrivate());
    assertThat(held.certificate()).isEqualTo(leaf.certificate());
  }

  @Test
  void foreignKeyIsNoPair() {
    for (var certificate : new HeldCertificate[] {RSA, ELLIPTIC}) {
      for (var other :
          new HeldCertificate[] {
            new HeldCertificate.Builder().rsa2048().build(),
            new HeldCertificate.Builder().ecdsa256().build()
          }) {
        assertThatThrownBy(
                () -> PemCredentials.held(certificate.certificate(), other.keyPair().getPrivate()))
            .hasMessage("is not the key of the first certificate");
      }
    }
  }

  @Test
  void certificateOutsideItsTimeIsRefused() {
    var end = RSA.certificate().getNotAfter().toInstant();
    var begin = RSA.certificate().getNotBefore().toInstant();
    var second = Duration.ofSeconds(1);
    assertThat(PemCredentials.chain(RSA.certificatePem(), end)).hasSize(1);
    assertThatThrownBy(() -> PemCredentials.chain(RSA.certificatePem(), end.plus(second)))
        .hasMessage("has a certificate that ended at " + end);
    assertThatThrownBy(() -> PemCredentials.chain(RSA.certificatePem(), begin.minus(second)))
        .hasMessage("has a certificate that begins at " + begin);
  }

  private static java.security.PrivateKey key(HeldCertificate held) {
    return held.keyPair().getPrivate();
  }

  private static String pem(KeyPair pair) throws IOException {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** As openssl writes it, with the curve (RFC 5915). */
  private static String sec1(KeyPair pair) throws IOException {
    var info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
    var curve = info.getPrivateKeyAlgorithm().getParameters();
    var key = ((ECPrivateKey) pair.getPrivate()).getS();
    var bits = ((ECPrivateKey) pair.getPrivate()).getParams().getOrder().bitLength();
    return pem(
        "EC PRIVATE KEY",
        new org.bouncycastle.asn1.sec.ECPrivateKey(bits, key, curve).getEncoded());
  }

  private static String pem(String type, byte[] content) {
    var text = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
  }
}
