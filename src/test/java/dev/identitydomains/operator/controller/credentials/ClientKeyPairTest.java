package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.KeyType;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.plan.CertificatePlan;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import okhttp3.tls.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S6: what a Secret has as a key is one only if its parts fit. */
class ClientKeyPairTest {

  private static final KeyGenerator KEYS = new KeyGenerator(Waiting.WITHOUT_PERMIT);

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ClientKeyPair FIRST = generate("orders_");
  private static final ClientKeyPair SECOND = generate("stock_");

  @Test
  void generatedKeyIsConsistent() {
    assertThat(FIRST.alias()).isEqualTo("orders_1");
    assertThat(FIRST.isConsistent()).isTrue();
  }

  @Test
  void keyOfAnotherCertificateIsNot() {
    var mixed =
        new ClientKeyPair(FIRST.alias(), FIRST.certificate(), SECOND.privateKey(), List.of());
    assertThat(mixed.isConsistent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders_2", "ORDERS_1", "orders_1\"}},\"spec\":{", "☕"})
  void certificateOfAnotherAliasIsNot(String alias) {
    var renamed = new ClientKeyPair(alias, FIRST.certificate(), FIRST.privateKey(), List.of());
    assertThat(renamed.isConsistent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PEM", "-----BEGIN CERTIFICATE-----\n☕\n-----END CERTIFICATE-----"})
  void otherTextIsNot(String text) {
    var alias = FIRST.alias();
    assertThat(new ClientKeyPair(alias, text, FIRST.privateKey(), List.of()).isConsistent())
        .isFalse();
    var textAsKey = new ClientKeyPair(alias, FIRST.certificate(), new Sensitive(text), List.of());
    assertThat(textAsKey.isConsistent()).isFalse();
  }

  /** S32: at most two years, and for clocks that are five minutes behind. */
  @ParameterizedTest
  @CsvSource({"1h, 1s, 7202s", "24h, 1h, 50h", "8760h, 1s, 17520h", "8760h, 8760h, 17520h"})
  void certificateIsValidForTwoLivesOrTwoYears(String rotateAfter, String overlap, String life) {
    var lifetimes = new CertificatePlan.Lifetimes(duration(rotateAfter), duration(overlap));
    var plan = CertificatePlan.of("orders_", null, Set.of(), lifetimes, NOW);
    var key = ClientKeyPair.of(plan, lifetimes, KEYS.generate(KeyType.RSA2048), NOW);
    var certificate = Certificates.decodeCertificatePem(key.certificate());
    assertThat(certificate.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    assertThat(certificate.getNotAfter()).isEqualTo(NOW.plus(duration(life)));
    assertThat(key.current(false))
        .as("the age counts from the issue")
        .isEqualTo(new CertificatePlan.Current("orders_1", NOW, List.of("orders_1"), false));
    assertThat(certificate.getNotAfter().toInstant())
        .as("valid until the end of the overlap with its successor")
        .isAfterOrEqualTo(NOW.plus(lifetimes.rotateAfter()).plus(lifetimes.overlap()));
  }

  /** S32. */
  @ParameterizedTest
  @CsvSource({"RSA2048, 2048", "RSA3072, 3072", "RSA4096, 4096"})
  void keyHasTheDeclaredSize(KeyType type, int bits) {
    var key = generate("orders_", type);
    assertThat(key.isConsistent()).isTrue();
    assertThat(Certificates.decodeCertificatePem(key.certificate()).getPublicKey())
        .isInstanceOfSatisfying(
            RSAPublicKey.class,
            found -> assertThat(found.getModulus().bitLength()).isEqualTo(bits));
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
  }

  private static ClientKeyPair generate(String prefix) {
    return generate(prefix, KeyType.RSA2048);
  }

  private static ClientKeyPair generate(String prefix, KeyType type) {
    var lifetimes = new CertificatePlan.Lifetimes(Duration.ofDays(90), Duration.ofDays(1));
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var plan = CertificatePlan.of(prefix, null, Set.of(), lifetimes, now);
    return ClientKeyPair.of(plan, lifetimes, KEYS.generate(type), now);
  }
}
