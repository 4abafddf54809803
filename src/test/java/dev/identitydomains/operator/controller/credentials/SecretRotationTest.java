package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.kube.WellKnownNames;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRotationTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final String DAILY = "{rotateAfter: 24h}";

  @ParameterizedTest
  @ValueSource(strings = {"leaked", "🔑", " ", "2026-01-01"})
  void isAskedByNewValueOfAnnotation(String value) {
    var app = asking(value, "{}");
    assertThat(SecretRotation.asked(app)).isEqualTo(value);
    assertThat(SecretRotation.isAsked(app, rotated(""))).isTrue();
    assertThat(SecretRotation.isAsked(app, rotated("before"))).isTrue();
    assertThat(SecretRotation.isAsked(app, rotated(value))).isFalse();
  }

  @Test
  void keyIsLeakedUntilItsRotationBegins() {
    var app = asking("leaked", "{}");
    assertThat(SecretRotation.isKeyLeaked(app, rotated("before"))).isTrue();
    assertThat(SecretRotation.isKeyLeaked(app, rotated("leaked"))).isFalse();
    var due = SecretRotation.due(app, rotated("before"), SINCE).orElseThrow();
    assertThat(SecretRotation.isKeyLeaked(app, rotated("before").rotating(due))).isFalse();
    assertThat(SecretRotation.isKeyLeaked(app, rotated("before").rotating("due: x"))).isTrue();
  }

  @Test
  void isNotAskedWithoutAnnotation() {
    var never = app("{}");
    never.getMetadata().setAnnotations(null);
    assertThat(SecretRotation.asked(never)).isEmpty();
    assertThat(SecretRotation.isAsked(never, rotated(""))).isFalse();
    assertThat(SecretRotation.isAsked(never, rotated("before"))).isFalse();
    assertThat(SecretRotation.isAsked(asking("", "{}"), rotated("before"))).isFalse();
  }

  @Test
  void isNotAskedByAnotherAnnotation() {
    var app = ResourceBuilder.application("orders").annotation("rotate-secret", "leaked").build();
    assertThat(SecretRotation.asked(app)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"24h, 86400", "1h30m, 5400", "1s, 1", "87600h, 315360000"})
  void isDueAfterDeclaredTime(String rotateAfter, long seconds) {
    var app = app("{rotateAfter: " + rotateAfter + "}");
    assertThat(SecretRotation.dueAt(app, SINCE)).contains(SINCE.plusSeconds(seconds));
  }

  @Test
  void isNeverDueWhereNothingIsDeclaredOrKnown() {
    assertThat(SecretRotation.dueAt(app("{}"), SINCE)).isEmpty();
    assertThat(SecretRotation.dueAt(app(DAILY), null)).isEmpty();
    var bare = ResourceBuilder.application("orders").spec("{domainRef: {name: main}}").build();
    assertThat(SecretRotation.dueAt(bare, SINCE)).isEmpty();
    assertThat(SecretRotation.due(bare, rotated(""), Instant.MAX)).isEmpty();
  }

  @Test
  void reasonIsAgeFromTheDueTimeOn() {
    var due = SINCE.plus(Duration.ofDays(1));
    assertThat(SecretRotation.due(app(DAILY), rotated(""), due.minusNanos(1))).isEmpty();
    assertThat(SecretRotation.due(app(DAILY), rotated(""), due))
        .contains("due: 2026-01-02T00:00:00Z");
    assertThat(SecretRotation.due(app(DAILY), rotated(""), due.plusSeconds(9)))
        .contains("due: 2026-01-02T00:00:00Z");
  }

  @Test
  void reasonIsTheAnnotationBeforeAge() {
    var app = asking("leaked", DAILY);
    assertThat(SecretRotation.due(app, rotated(""), SINCE)).contains("asked: leaked");
    assertThat(SecretRotation.due(app, rotated(""), SINCE.plus(Duration.ofDays(2))))
        .contains("asked: leaked");
    assertThat(SecretRotation.due(app, rotated("leaked"), SINCE.plus(Duration.ofDays(2))))
        .contains("due: 2026-01-02T00:00:00Z");
    assertThat(SecretRotation.due(app, rotated("leaked"), SINCE)).isEmpty();
  }

  @Test
  void reasonIsMissingWithoutRotationTime() {
    var unknown = SecretAnnotations.forAppWithoutSecret("app-1");
    assertThat(SecretRotation.due(app(DAILY), unknown, Instant.MAX)).isEmpty();
  }

  @Test
  void isNeverDueAfterTheEndOfTime() {
    assertThat(SecretRotation.due(app(DAILY), rotated("", Instant.MAX), SINCE)).isEmpty();
  }

  private static SecretAnnotations rotated(String rotation) {
    return rotated(rotation, SINCE);
  }

  private static SecretAnnotations rotated(String rotation, Instant since) {
    return SecretAnnotations.forAppWithoutSecret("app-1").of("app-1", since, rotation, "s3cret");
  }

  private static ClientApplication app(String credentialsSecret) {
    return ResourceBuilder.application("orders").spec(spec(credentialsSecret)).build();
  }

  private static ClientApplication asking(String value, String credentialsSecret) {
    return ResourceBuilder.application("orders")
        .annotation(WellKnownNames.ROTATE_ANNOTATION, value)
        .spec(spec(credentialsSecret))
        .build();
  }

  private static String spec(String credentialsSecret) {
    return "{domainRef: {name: main}, client: {}, credentialsSecret: " + credentialsSecret + "}";
  }
}
