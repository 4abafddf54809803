package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** S5: what is kept of a Secret that others can write has a bound. */
class SecretContentsTest {

  private static final Set<String> KEYS = Set.of("client-id", "client-secret");
  private static final String LARGE = "A".repeat(SecretContents.LARGEST + 4);

  private final SecretContents contents = new SecretContents();

  @Test
  void remembersSecretUntilItsVersionChanges() {
    contents.remember(secret("1").build(), KEYS);
    assertThat(contents.unchanged(secret("1").build())).contains(secret("1").build());
    assertThat(contents.unchanged(secret("2").build())).isEmpty();
  }

  @Test
  void remembersNoLargeSecret() {
    contents.remember(secret("1").build(), KEYS);
    var large = secret("2").editMetadata().addToAnnotations("large", LARGE).endMetadata().build();
    contents.remember(large, KEYS);
    assertThat(contents.unchanged(secret("1").build())).isEmpty();
    assertThat(contents.unchanged(secret("2").build())).isEmpty();
  }

  private static SecretBuilder secret(@org.jspecify.annotations.Nullable String version) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("default")
        .withUid("7f3c")
        .withResourceVersion(version)
        .endMetadata()
        .addToData("client-id", "AAAA");
  }
}
