package dev.identitydomains.operator.controller.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.controller.reference.RoleReferences.Resolved;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.DesiredGrants;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrantedRolesTest {

  private static final AppRoleRef READER =
      new AppRoleRef("reader", new NamespacedRef("api", null), null);
  private static final AppRoleRef FOREIGN =
      new AppRoleRef("reader", new NamespacedRef("api", "stock"), null);
  private static final AppRoleRef OWN = new AppRoleRef("reader", null, null);
  private static final Role ROLE = new Role("app-2", "role-1");
  private static final Role OTHER = new Role("app-3", "role-2");
  private static final Resolved NOTHING = new Resolved(Map.of(), Map.of(), Map.of(), List.of());

  @Test
  void desiredGrantsAreTheRolesThatWereFound() {
    assertThat(GrantedRoles.desired(app("{}"), found(Map.of(ROLE, READER)), false))
        .isEqualTo(new DesiredGrants(Set.of(ROLE), Set.of(), Set.of(), Set.of(), false));
    assertThat(GrantedRoles.desired(withoutStatus(), NOTHING, true))
        .isEqualTo(new DesiredGrants(Set.of(), Set.of(), Set.of(), Set.of(), true));
  }

  @Test
  void desiredGrantsNameThoseOfTheStatusAsMade() {
    var app =
        app(
            """
            appRoles:
            - {role: reader, application: api, grantId: g1}
            - {role: reader, application: api, grantId: g2}
            - {role: writer, application: api}
            """);
    assertThat(GrantedRoles.desired(app, found(Map.of(ROLE, READER)), false))
        .isEqualTo(new DesiredGrants(Set.of(ROLE), Set.of("g1", "g2"), Set.of(), Set.of(), false));
  }

  @Test
  void desiredGrantsKeepThoseOfMissingRoles() {
    assertThat(kept(READER)).isEqualTo(Set.of("g1", "g4"));
    assertThat(kept(FOREIGN)).isEqualTo(Set.of("g2"));
    assertThat(kept(OWN)).isEqualTo(Set.of("g3"));
    assertThat(kept(new AppRoleRef("READER", null, null))).isEmpty();
    assertThat(kept(new AppRoleRef("reader", new NamespacedRef("api", "shop"), null)))
        .as("the own namespace may be named")
        .isEqualTo(Set.of("g1", "g4"));
  }

  private static Set<String> kept(AppRoleRef missing) {
    var app =
        app(
            """
            appRoles:
            - {role: reader, application: api, grantId: g1}
            - {role: reader, application: stock/api, grantId: g2}
            - {role: reader, grantId: g3}
            - {role: reader, application: api, grantId: g4}
            - {role: reader, application: api}
            """);
    return GrantedRoles.desired(app, missing(missing), true).kept();
  }

  @Test
  void desiredGrantsDropThoseOfDeniedRoles() {
    var app = app("appRoles: [{role: reader, application: stock/api, grantId: g2}]");
    var denied = new Resolved(Map.of(), Map.of(), Map.of(), List.of("stock/api"));
    assertThat(GrantedRoles.desired(app, denied, false))
        .isEqualTo(new DesiredGrants(Set.of(), Set.of("g2"), Set.of(), Set.of(), false));
  }

  @Test
  void announcementReplacesFormerGrantOfItsRole() {
    var app =
        app(
            """
            appRoles:
            - {role: reader, application: api, roleId: role-1, grantId: g0}
            - {role: reader, application: api, roleId: role-0, grantId: g1}
            - {role: writer, application: api, roleId: role-3, grantId: g2}
            """);
    var changes =
        List.<AppChange>of(
            new AppChange.RevokeGrant("g9"),
            new AppChange.GrantRole(ROLE),
            new AppChange.GrantRole(new Role("app-9", "unresolved")));
    assertThat(GrantedRoles.announce(app, found(Map.of(ROLE, READER)), changes))
        .containsExactly(
            new GrantedRole("reader", "api", null, "role-0", "g1"),
            new GrantedRole("reader", "api", null, "role-1", null),
            new GrantedRole("writer", "api", null, "role-3", "g2"));
  }

  @Test
  void announcedRolesAreMadeUnlessTheirRoleIsMissing() {
    var app = app("appRoles: [{role: reader, application: api, roleId: role-1}, {role: x}]");
    assertThat(GrantedRoles.desired(app, NOTHING, false).announced()).containsExactly("role-1");
    assertThat(GrantedRoles.desired(app, missing(READER), false).announced()).isEmpty();
    var reader = new AppRoleRef("reader", new NamespacedRef("api", "shop"), null);
    assertThat(GrantedRoles.announced(app, reader::equals)).containsExactly("role-1");
    assertThat(GrantedRoles.announced(app, FOREIGN::equals)).isEmpty();
  }

  @Test
  void announcementStaysWhereItsRoleIsMissingButGranted() {
    var app = app("appRoles: [{role: reader, application: api, roleId: role-1}]");
    assertThat(GrantedRoles.entries(app, missing(READER), Map.of("g1", ROLE)))
        .containsExactly(new GrantedRole("reader", "api", null, "role-1", null));
    assertThat(GrantedRoles.entries(app, missing(READER), Map.of("g1", OTHER))).isEmpty();
  }

  @Test
  void entriesStayAsTheyWereWhereNoRolesAreDeclared() {
    var undeclared = ResourceBuilder.application("orders").spec("{domainRef: {name: main}}");
    assertThat(GrantedRoles.entries(undeclared.build(), NOTHING, Map.of("g1", ROLE))).isNull();
    var noted = undeclared.status("appRoles: [{role: reader, grantId: g1}]").build();
    assertThat(GrantedRoles.entries(noted, found(Map.of(ROLE, READER)), Map.of("g2", ROLE)))
        .containsExactly(new GrantedRole("reader", null, null, null, "g1"));
    assertThat(GrantedRoles.entries(undeclared.status("{}").build(), NOTHING, Map.of())).isNull();
  }

  @Test
  void entriesNameRoleApplicationAndGrant() {
    assertThat(entry(READER)).isEqualTo(new GrantedRole("reader", "api", null, "role-1", "g1"));
    assertThat(entry(FOREIGN))
        .isEqualTo(new GrantedRole("reader", "stock/api", null, "role-1", "g1"));
    assertThat(entry(OWN)).isEqualTo(new GrantedRole("reader", null, null, "role-1", "g1"));
    assertThat(entry(new AppRoleRef("🔑", new NamespacedRef("api", "shop2"), null)))
        .isEqualTo(new GrantedRole("🔑", "shop2/api", null, "role-1", "g1"));
  }

  private static GrantedRole entry(AppRoleRef ref) {
    var entries = GrantedRoles.entries(app("{}"), found(Map.of(ROLE, ref)), Map.of("g1", ROLE));
    return Objects.requireNonNull(entries).getFirst();
  }

  @Test
  void entriesAreSortedAndLeaveForeignGrantsOut() {
    var resolved = found(Map.of(ROLE, READER, OTHER, OWN));
    var grants = Map.of("g3", ROLE, "g2", OTHER, "g1", ROLE, "g4", new Role("app-2", "role-2"));
    assertThat(GrantedRoles.entries(app("{}"), resolved, grants))
        .containsExactly(
            new GrantedRole("reader", "api", null, "role-1", "g1"),
            new GrantedRole("reader", "api", null, "role-1", "g3"),
            new GrantedRole("reader", null, null, "role-2", "g2"));
    assertThat(GrantedRoles.entries(app("{}"), resolved, Map.of())).isEmpty();
  }

  @Test
  void entriesKeepThoseOfMissingRolesWhileTheyAreGranted() {
    var app =
        app(
            """
            appRoles:
            - {role: reader, application: api, grantId: g1}
            - {role: reader, application: api, grantId: g2}
            - {role: reader, application: api}
            - {role: reader, grantId: g3}
            """);
    var grants = Map.of("g1", ROLE, "g3", OTHER);
    assertThat(GrantedRoles.entries(app, missing(READER), grants))
        .containsExactly(new GrantedRole("reader", "api", null, null, "g1"));
    assertThat(GrantedRoles.entries(app, NOTHING, grants)).isEmpty();
  }

  @Test
  void foreignIsEmptyWithoutForeignGrants() {
    var own = List.of(new GrantedRole("reader", "api", null, "role-1", "g1"));
    assertThat(GrantedRoles.foreign(own, Map.of("g1", ROLE), _ -> Optional.empty())).isEmpty();
    assertThat(GrantedRoles.foreign(own, Map.of(), _ -> Optional.empty())).isEmpty();
    assertThat(GrantedRoles.foreign(List.of(), Map.of(), _ -> Optional.empty())).isEmpty();
  }

  @Test
  void foreignNamesRolesInOrderAndIdsWhereNoNameIsKnown() {
    var own =
        List.of(
            new GrantedRole("reader", "api", null, "role-1", "g1"),
            new GrantedRole("x", null, null, null, null));
    var grants = Map.of("g1", ROLE, "g2", ROLE, "g3", new Role("app-3", "a-role"), "g4", OTHER);
    assertThat(
            GrantedRoles.foreign(
                own,
                grants,
                role ->
                    role.id().startsWith("role")
                        ? Optional.of(new RoleName(role.applicationId(), "name of " + role.id()))
                        : Optional.empty()))
        .contains(" a-role, name of role-1, name of role-2", "spec.appRolePolicy", "Exact");
  }

  /** S4, S18: a domain chooses the names, and how many there are. */
  @Test
  void foreignIsShortHoweverManyAndLongTheNamesAre() {
    var grants =
        IntStream.range(0, 1000)
            .boxed()
            .collect(Collectors.toMap(i -> "g" + i, i -> new Role("app", "%04d".formatted(i))));
    var all = GrantedRoles.foreign(List.of(), grants, _ -> Optional.empty());
    assertThat(all).contains(" 0000, 0001, ", ", 0019 and 980 more. ").doesNotContain("0020");
    var ofLongNames =
        GrantedRoles.foreign(List.of(), grants, role -> named(role, "x".repeat(100_000)));
    assertThat(ofLongNames).hasSizeLessThan(12_000).contains("… and 980 more");
    var same = GrantedRoles.foreign(List.of(), grants, _ -> named(ROLE, "🔑\n".repeat(100_000)));
    assertThat(same).hasSizeLessThan(1_000).doesNotContain("\n", "more");
  }

  @Test
  void foreignCountsNoRestUpToTwentyNames() {
    var grants =
        IntStream.range(0, 20)
            .boxed()
            .collect(Collectors.toMap(i -> "g" + i, i -> new Role("app", "r" + i)));
    assertThat(GrantedRoles.foreign(List.of(), grants, _ -> Optional.empty()))
        .contains("r0, r1, r10", "r9. Set")
        .doesNotContain("more");
  }

  private static Optional<RoleName> named(Role role, String end) {
    return Optional.of(new RoleName(role.applicationId(), role.id() + end));
  }

  private static Resolved found(Map<Role, AppRoleRef> found) {
    return new Resolved(found, Map.of(), Map.of(), List.of());
  }

  private static Resolved missing(AppRoleRef ref) {
    return new Resolved(Map.of(), Map.of(ref, "its App"), Map.of(), List.of());
  }

  /** An application that declares its roles, of which only the resolved ones count. */
  private static ClientApplication app(String status) {
    return ResourceBuilder.application("orders")
        .spec("{domainRef: {name: main}, appRoles: []}")
        .status(status)
        .build();
  }

  private static ClientApplication withoutStatus() {
    return ResourceBuilder.application("orders").spec("{appRoles: []}").build();
  }
}
