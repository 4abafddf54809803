package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.StringSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ApplicationPlannerPropertyTest {

  private static final OwnerTag OWNER = new OwnerTag("cluster", "shop", "uid", "orders");
  private static final List<String> SCALARS = List.of("displayName", "description", "logoutUri");
  private static final List<String> LISTS = List.of("redirectUris", "allowedGrants");

  @Property
  void applyingAPlanLeavesNothingToPlan(
      @ForAll("desired") DesiredApplication desired,
      @ForAll("observed") Optional<ObservedApplication> observed) {
    var after = SimulatedDomain.apply(plan(desired, observed), observed);
    assertThat(plan(desired, after).changes()).isEmpty();
  }

  @Property
  void planChangesNoUndeclaredAttribute(
      @ForAll("desired") DesiredApplication desired,
      @ForAll("observed") Optional<ObservedApplication> observed) {
    for (var change : plan(desired, observed).changes()) {
      if (change instanceof AppChange.Patch patch) {
        assertThat(desired.attributes().keySet()).containsAll(patch.attributes().keySet());
        patch.attributes().forEach((name, value) -> keepsUndeclared(name, value, observed));
      }
      if (change instanceof AppChange.RevokeGrant || change instanceof AppChange.GrantRole) {
        assertThat(desired.roles()).isNotNull();
      }
    }
  }

  private static void keepsUndeclared(
      String name, AttributeValue written, Optional<ObservedApplication> observed) {
    if (written instanceof ComplexValues entries
        && observed.orElseThrow().attributes().get(name) instanceof ComplexValues before) {
      entries
          .entries()
          .forEach((key, subAttributes) ->
              assertThat(subAttributes.keySet())
                  .containsAll(before.entries().getOrDefault(key, Map.of()).keySet()));
    }
  }

  @Property
  void orderOfListsDoesNotMatter(@ForAll("texts") List<String> values) {
    var same = new LinkedHashSet<>(values.reversed());
    assertThat(AttributeValue.of(values.stream()).isSatisfiedBy(new StringSet(same))).isTrue();
  }

  @Property
  void deletionLeavesNoApp(@ForAll("observed") Optional<ObservedApplication> observed) {
    var plan =
        ApplicationPlanner.planDeletion(
            new AppDeletion("orders", "", DesiredApplicationBuilder.CLAIM, false, Set.of()),
            observed.stream().toList(),
            List.of());
    assertThat(SimulatedDomain.apply(plan, observed)).isEmpty();
  }

  private static Plan<ObservedApplication, AppChange> plan(
      DesiredApplication desired, Optional<ObservedApplication> observed) {
    return (Plan<ObservedApplication, AppChange>)
        ApplicationPlanner.plan(desired, observed.stream().toList(), List.of(), List.of());
  }

  @Provide
  Arbitrary<DesiredApplication> desired() {
    return Combinators.combine(attributes(), Arbitraries.of(true, false), roles().optional())
        .as((attributes, active, roles) ->
            new DesiredApplication(
                "orders",
                new Claim(
                    OWNER, "orders", "orders_7f3c", Adoption.NEVER, Set.of(), Set.of(), false),
                "web",
                active,
                attributes,
                roles.map(wanted -> DesiredGrants.of(wanted, true)).orElse(null)));
  }

  @Provide
  Arbitrary<Optional<ObservedApplication>> observed() {
    return Combinators.combine(attributes(), Arbitraries.of(true, false), roles())
        .as((attributes, active, roles) ->
            new ObservedApplication(
                new AppRef("id-1", "orders", null, "v1", null),
                Ownership.made(OWNER),
                "web",
                active,
                attributes,
                roles.stream()
                    .collect(java.util.stream.Collectors.toMap(role -> "g-" + role, role -> role))))
        .optional();
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return word().list().ofMaxSize(6).uniqueElements();
  }

  private static Arbitrary<String> word() {
    return Arbitraries.of("a", "b", "c", "d", "e", "f", "g");
  }

  private static Arbitrary<Set<Role>> roles() {
    return Combinators.combine(Arbitraries.of("IDCSAppId", "app-2"), word())
        .as(Role::new)
        .set()
        .ofMaxSize(4);
  }

  private static Arbitrary<Map<String, AttributeValue>> attributes() {
    var scalars = Arbitraries.maps(Arbitraries.of(SCALARS), word().map(AttributeValue::of));
    var lists =
        Arbitraries.maps(
            Arbitraries.of(LISTS),
            word().set().ofMaxSize(4).<AttributeValue>map(values -> new StringSet(values)));
    var subAttributes = Arbitraries.maps(Arbitraries.of("x", "y"), word().<Object>map(w -> w));
    var entries =
        Arbitraries.maps(
            Arbitraries.of("scopes"),
            Arbitraries.maps(word(), subAttributes)
                .<AttributeValue>map(map -> new ComplexValues("value", map)));
    return Combinators.combine(scalars, lists, entries)
        .as((a, b, c) -> {
          var all = new java.util.HashMap<>(a);
          all.putAll(b);
          all.putAll(c);
          return Map.copyOf(all);
        });
  }
}
