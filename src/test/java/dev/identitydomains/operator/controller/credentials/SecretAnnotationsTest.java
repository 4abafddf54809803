package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretAnnotationsTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final SecretAnnotations NONE = SecretAnnotations.of(null);
  private static final SecretAnnotations FULL =
      new SecretAnnotations("app-1", SINCE, "leaked", "asked: again", "0af1", "version-1");

  @Test
  void ofIsEmptyForMissingSecretOrAnnotations() {
    assertThat(NONE).isEqualTo(new SecretAnnotations("", null, "", "", "", ""));
    assertThat(NONE).isEqualTo(SecretAnnotations.forAppWithoutSecret(""));
    var bare = new SecretBuilder().withNewMetadata().endMetadata().build();
    bare.getMetadata().setAnnotations(null);
    assertThat(SecretAnnotations.of(bare)).isEqualTo(NONE);
    assertThat(SecretAnnotations.of(secret(Map.of("app-id", "app-1")))).isEqualTo(NONE);
    assertThat(NONE.toMap()).isEmpty();
  }

  @Test
  void toMapUsesWellKnownNames() {
    assertThat(FULL.toMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "identitydomains.dev/app-id", "app-1",
                "identitydomains.dev/secret-rotated-at", "2026-01-01T00:00:00.123Z",
                "identitydomains.dev/rotate-secret", "leaked",
                "identitydomains.dev/rotating", "asked: again",
                "identitydomains.dev/secret-hash", "0af1",
                "identitydomains.dev/restarted-for", "version-1"));
  }

  @Test
  void toMapLeavesEmptyValuesOut() {
    assertThat(SecretAnnotations.forAppWithoutSecret("app-1").toMap())
        .isEqualTo(Map.of(WellKnownNames.APP_ID_ANNOTATION, "app-1"));
  }

  @Property(tries = 200)
  void surviveRoundTripThroughSecret(
      @ForAll String appId,
      @ForAll long second,
      @ForAll String rotation,
      @ForAll String rotating,
      @ForAll String hash,
      @ForAll String restarted) {
    var seconds = Math.floorMod(second, Instant.MAX.getEpochSecond());
    var annotations =
        new SecretAnnotations(
            appId, Instant.ofEpochSecond(seconds), rotation, rotating, hash, restarted);
    assertThat(SecretAnnotations.of(secret(annotations.toMap()))).isEqualTo(annotations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "🕛"})
  void ofIgnoresMalformedRotationTime(String time) {
    var secret =
        secret(
            Map.of(
                WellKnownNames.ROTATED_AT_ANNOTATION,
                time,
                WellKnownNames.APP_ID_ANNOTATION,
                "app-1"));
    assertThat(SecretAnnotations.of(secret))
        .isEqualTo(SecretAnnotations.forAppWithoutSecret("app-1"));
    assertThat(SecretAnnotations.of(secret).rotationTime()).isEmpty();
  }

  @Test
  void rotationTimeIsThatOfTheClientSecret() {
    assertThat(FULL.rotationTime()).contains(SINCE);
  }

  @Test
  void forAppIsEmptyForAnotherApp() {
    assertThat(FULL.forApp("app-1")).isEqualTo(FULL);
    assertThat(FULL.forApp("app-2")).isEqualTo(NONE);
    assertThat(FULL.forApp("APP-1")).isEqualTo(NONE);
    assertThat(NONE.forApp("app-1")).isEqualTo(NONE);
  }

  @Test
  void ofNewClientSecretKeepsRotationUnderWayAndRestart() {
    var later = SINCE.plusSeconds(1);
    assertThat(FULL.of("app-2", later, "again", "s3cret"))
        .isEqualTo(
            new SecretAnnotations(
                "app-2",
                later,
                "again",
                "asked: again",
                ByteString.encodeUtf8("app-2:s3cret").sha256().hex(),
                "version-1"));
  }

  @Test
  void copiesChangeOneComponent() {
    assertThat(FULL.rotating(""))
        .isEqualTo(new SecretAnnotations("app-1", SINCE, "leaked", "", "0af1", "version-1"));
    assertThat(FULL.restarted("version-2"))
        .isEqualTo(
            new SecretAnnotations("app-1", SINCE, "leaked", "asked: again", "0af1", "version-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret", "🔑 pässwörd\n"})
  void isHashOfTellsClientSecretsApart(String clientSecret) {
    var annotations = FULL.of("app-1", SINCE, "", clientSecret);
    assertThat(annotations.isHashOf(clientSecret)).isTrue();
    assertThat(annotations.isHashOf(clientSecret + " ")).isFalse();
    assertThat(SecretAnnotations.of(secret(annotations.toMap())).isHashOf(clientSecret)).isTrue();
  }

  /** A Secret that somebody has copied from another application. */
  @Test
  void isHashOfRejectsClientSecretOfAnotherApp() {
    var hash = FULL.of("app-2", SINCE, "", "s3cret").hash();
    assertThat(new SecretAnnotations("app-1", SINCE, "", "", hash, "").isHashOf("s3cret"))
        .isFalse();
    assertThat(new SecretAnnotations("app-2", SINCE, "", "", hash, "").isHashOf("s3cret")).isTrue();
  }

  @Test
  void isHashOfRejectsAnythingWithoutHash() {
    assertThat(NONE.isHashOf("")).isFalse();
    assertThat(SecretAnnotations.forAppWithoutSecret("app-1").isHashOf("")).isFalse();
  }

  @Test
  void showNoClientSecret() {
    var annotations = FULL.of("app-1", SINCE, "", "s3cret");
    assertThat(annotations.toString()).doesNotContain("s3cret");
    assertThat(annotations.toMap().values()).noneMatch(value -> value.contains("s3cret"));
  }

  private static Secret secret(Map<String, String> annotations) {
    return new SecretBuilder().withNewMetadata().withAnnotations(annotations).endMetadata().build();
  }
}
