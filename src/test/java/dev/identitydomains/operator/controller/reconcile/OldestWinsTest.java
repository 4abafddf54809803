package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.status.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OldestWinsTest {

  @Test
  void olderResourceWins() {
    var old = role("old", "2026-01-01T00:00:00Z", false);
    var young = role("young", "2026-01-01T00:00:01Z", true);
    assertThat(olderClaim(young, old)).contains(old);
    assertThat(olderClaim(old, young)).isEmpty();
  }

  @Test
  void creatorOfRoleWinsAtSameAge() {
    var made = role("z", "2026-01-01T00:00:00Z", true);
    var other = role("a", "2026-01-01T00:00:00Z", false);
    assertThat(olderClaim(other, made)).contains(made);
    assertThat(olderClaim(made, other)).isEmpty();
  }

  /** The cache may know already that it has made its role. */
  @Test
  void ignoresStaleCopyOfItself() {
    var now = role("a", "2026-01-01T00:00:00Z", false);
    assertThat(olderClaim(now, role("a", "2026-01-01T00:00:00Z", true))).isEmpty();
  }

  /** S26: a resource says nothing about another tenant. */
  @Test
  void conflictNamesOnlyResourcesOfSameNamespace() {
    assertThat(message("shop")).contains("AppRole shop/first already manages it");
    assertThat(message("evil", "shop/main")).contains("AppRole evil/first already manages it");
    assertThat(message("evil"))
        .contains("AppRole of another namespace already manages it")
        .doesNotContain("evil", "first");
  }

  private static String message(String namespace) {
    return message(namespace, "identity/main");
  }

  private static String message(String namespace, String domain) {
    var outcome =
        OldestWins.conflict(named("shop", "second"), named(namespace, "first"), "it", domain);
    return ((Outcome.Stalled) outcome).message();
  }

  private static AppRole named(String namespace, String name) {
    var role = new AppRole();
    role.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return role;
  }

  private static Optional<AppRole> olderClaim(AppRole role, AppRole other) {
    return OldestWins.olderClaim(role, Stream.of(role, other), r -> r.getStatus() != null);
  }

  private static AppRole role(String uid, String created, boolean made) {
    var role = new AppRole();
    role.setMetadata(new ObjectMetaBuilder().withUid(uid).withCreationTimestamp(created).build());
    if (made) {
      role.setStatus(new AppRoleStatus(1L, null, null, "id", null, null));
    }
    return role;
  }
}
