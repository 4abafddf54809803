package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTagTest {

  private static final OwnerTag OWNER = new OwnerTag("new", "shop", "uid-2", "orders");

  @ParameterizedTest
  @ValueSource(strings = {"7f3c-11", "eu/frankfurt/prod", "a@b", "\uD83D\uDE80", "a/b@c/d"})
  void valueNamesItsParts(String clusterId) {
    var tag = new OwnerTag(clusterId, "shop", "7f3c", "orders.v2");
    assertThat(OwnerTag.parse(tag.value())).contains(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "shop/orders",
        "c/shop/orders",
        "/shop@u/orders",
        "c/shop@u/",
        "c/@u/a",
        "a@b/c"
      })
  void otherValuesAreNoTags(String value) {
    assertThat(OwnerTag.parse(value)).isEmpty();
  }

  @Test
  void claimNeedsSameNamespaceUnlessItSucceedsTheCluster() {
    var claim =
        new Claim(OWNER, null, "orders_7f3c", Adoption.NEVER, Set.of(), Set.of("old"), false);
    assertThat(inherits(claim, null, "new/shop@uid-2/orders")).as("retained").isTrue();
    assertThat(inherits(claim, null, "new/shop@uid-1/orders")).as("other namespace").isFalse();
    assertThat(inherits(claim, "new/shop@uid-1/orders", null)).as("orphan").isFalse();
    assertThat(inherits(claim, "old/shop@uid-1/orders", null)).as("predecessor").isTrue();
    assertThat(inherits(claim, null, "old/shop@uid-1/orders")).as("retained there").isTrue();
    assertThat(inherits(claim, "old/shop@uid-1/invoices", null)).as("other name").isFalse();
    assertThat(inherits(claim, "older/shop@uid-1/orders", null)).as("other cluster").isFalse();
    assertThat(inherits(claim, "new/shop@u/other", "old/shop@uid-1/orders"))
        .as("has another owner now")
        .isFalse();
    assertThat(inherits(claim, null, null)).as("nobody's").isFalse();
  }

  @Test
  void claimWithClientIdInheritsNoOther() {
    var other =
        new Claim(OWNER, "other", "orders_7f3c", Adoption.NEVER, Set.of(), Set.of("old"), false);
    assertThat(inherits(other, "old/shop@uid-1/orders", null)).isFalse();
    var same =
        new Claim(OWNER, "orders", "orders_7f3c", Adoption.NEVER, Set.of(), Set.of("old"), false);
    assertThat(inherits(same, "old/shop@uid-1/orders", null)).isTrue();
  }

  @Test
  void appOfTheServiceIsNeverInherited() {
    var claim =
        new Claim(OWNER, null, "orders_7f3c", Adoption.NEVER, Set.of(), Set.of("old"), false);
    var app = new ObservedApplicationBuilder().builtIn().owner("old/shop@uid-1/orders").build();
    assertThat(claim.inherits(app)).isFalse();
  }

  private static boolean inherits(
      Claim claim, @Nullable String tag, @Nullable String retainedFrom) {
    var ownership = new Ownership(tag, retainedFrom, false, false);
    return claim.inherits(new ObservedApplicationBuilder().build().withOwnership(ownership));
  }
}
