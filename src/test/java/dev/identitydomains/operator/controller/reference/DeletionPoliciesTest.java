package dev.identitydomains.operator.controller.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code OwnershipTest} has the policy of a domain. */
class DeletionPoliciesTest {

  private static final String UNKNOWN_DOMAIN = "shop/main";

  @Test
  void operatorDecidesLast() {
    assertThat(retains(DeletionPolicy.Retain, null)).isTrue();
    assertThat(retains(DeletionPolicy.Delete, null)).isFalse();
  }

  @Test
  void resourceDecidesFirst() {
    assertThat(retains(DeletionPolicy.Retain, DeletionPolicy.Delete)).isFalse();
    assertThat(retains(DeletionPolicy.Delete, DeletionPolicy.Retain)).isTrue();
    assertThat(retains(DeletionPolicy.Delete, DeletionPolicy.Unknown)).isTrue();
  }

  private static boolean retains(
      DeletionPolicy operatorDefault, @Nullable DeletionPolicy declared) {
    return new DeletionPolicies(new ResourceGraph(), operatorDefault)
        .retains(declared, UNKNOWN_DOMAIN);
  }
}
