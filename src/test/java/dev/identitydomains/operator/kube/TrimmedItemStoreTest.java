package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** S5: what is kept of a Secret does not grow with it. */
class TrimmedItemStoreTest {

  private static final String LARGE = "x".repeat(900_000);

  private final TrimmedItemStore<Secret> store =
      Objects.requireNonNull(TrimmedItemStore.forSecrets(Set.of()));

  @Test
  void keepsIdentityVersionAndOwner() {
    var owner = owner("identitydomains.dev/v1alpha1", "ClientApplication", true);
    var expected =
        new SecretBuilder()
            .withNewMetadata()
            .withName("large")
            .withNamespace("shop")
            .withUid("7f3c")
            .withResourceVersion("12")
            .withOwnerReferences(owner)
            .endMetadata()
            .build();
    assertThat(Serialization.asJson(kept(owner))).isEqualTo(Serialization.asJson(expected));
  }

  @Test
  void keepsNoOtherOwner() {
    var kept =
        kept(
            owner("identitydomains.dev/v1alpha1", "ClientApplication", false),
            owner("identitydomains.dev/v1alpha1", "IdentityDomain", true),
            owner("identitydomains.dev.example.com/v1", "ClientApplication", true),
            owner("apps/v1", "ClientApplication", true));
    assertThat(kept.getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void keepsFewBytesOfLargeSecrets() {
    for (var i = 0; i < 200; i++) {
      var secret = large();
      secret.getMetadata().setName("large-" + i);
      store.put(store.getKey(secret), secret);
    }
    assertThat(store.values().mapToInt(s -> Serialization.asJson(s).length()).sum())
        .isLessThan(200 * 300);
  }

  @Test
  void keepsOnlyTheOperatorsAnnotations() {
    var primaries = new TrimmedItemStore<Secret>();
    var large = large();
    large.getMetadata().getAnnotations().put(WellKnownNames.PAUSED_ANNOTATION, "true");
    primaries.put("shop/large", large);
    assertThat(large.getMetadata().getAnnotations())
        .isEqualTo(Map.of(WellKnownNames.PAUSED_ANNOTATION, "true"));
  }

  private Secret kept(OwnerReference... owners) {
    var secret = large().edit().editMetadata().withOwnerReferences(owners).endMetadata().build();
    store.put(store.getKey(secret), secret);
    return Objects.requireNonNull(store.get("shop/large"));
  }

  private static Secret large() {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("large")
        .withNamespace("shop")
        .withUid("7f3c")
        .withResourceVersion("12")
        .withLabels(Map.of(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY))
        .addToAnnotations("large", LARGE)
        .endMetadata()
        .addToData("large", LARGE)
        .build();
  }

  private static OwnerReference owner(String apiVersion, String kind, boolean controller) {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName("orders")
        .withUid("1")
        .withController(controller)
        .build();
  }
}
