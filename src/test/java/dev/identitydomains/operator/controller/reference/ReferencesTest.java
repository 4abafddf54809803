package dev.identitydomains.operator.controller.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencesTest {

  private static final String EMPTY = "{}";
  private static final HasMetadata SECRET =
      new SecretBuilder().withNewMetadata().withName("a").withNamespace("b").endMetadata().build();

  @Test
  void keyIsNamespaceAndName() {
    var longest = "a".repeat(253);
    assertThat(References.key(ResourceBuilder.role(longest).namespace("stock").build()))
        .isEqualTo("stock/" + longest);
    assertThat(References.key(SECRET)).isEqualTo("b/a");
  }

  @Test
  void domainOfApplicationIsInItsNamespaceUnlessNamed() {
    assertThat(References.domainOf(app("domainRef: {name: main}"))).isEqualTo("shop/main");
    assertThat(References.domainOf(app("domainRef: {name: main, namespace: idp}")))
        .isEqualTo("idp/main");
    assertThat(References.domainOf(app(EMPTY))).isEmpty();
    assertThat(References.domainOf(ResourceBuilder.application("orders").build())).isEmpty();
  }

  @Test
  void domainOfApplicationIsEmptyWithoutName() {
    assertThat(References.domainOf(app("domainRef: {}"))).isEmpty();
    assertThat(References.domainOf(app("domainRef: {namespace: idp}"))).isEmpty();
  }

  @Test
  void domainOfGrantIsThatOfTheDomainsOwnRole() {
    var grant = ResourceBuilder.grant("staff");
    assertThat(References.domainOf(grant.build())).isEmpty();
    assertThat(References.domainOf(grant.spec(EMPTY).build())).isEmpty();
    assertThat(References.domainOf(grant.spec("domainRef: {name: main}").build()))
        .contains("shop/main");
    assertThat(References.domainOf(grant.spec("domainRef: {name: main, namespace: idp}").build()))
        .contains("idp/main");
  }

  @Test
  void applicationOfRoleIsInItsNamespace() {
    var role = ResourceBuilder.role("reader");
    assertThat(References.applicationOf(role.build())).isEmpty();
    assertThat(References.applicationOf(role.spec(EMPTY).build())).isEmpty();
    assertThat(References.applicationOf(role.spec("applicationRef: {name: api}").build()))
        .isEqualTo("shop/api");
  }

  @Test
  void displayNameOfRoleIsItsNameUnlessDeclared() {
    var role = ResourceBuilder.role("reader");
    assertThat(References.displayNameOf(role.build())).isEmpty();
    assertThat(References.displayNameOf(role.spec(EMPTY).build())).isEqualTo("reader");
    assertThat(References.displayNameOf(role.spec("displayName: Reader 🔑").build()))
        .isEqualTo("Reader 🔑");
  }

  @Test
  void usedRolesAreThoseOfApplicationsAndGrants() {
    var own = new AppRoleRef("User Administrator", null, null);
    var api = new AppRoleRef("reader", new NamespacedRef("api", null), null);
    var app =
        app(
            """
            appRoles:
            - {role: User Administrator}
            - {role: reader, application: {name: api}}
            - null
            - {role: User Administrator}
            """);
    assertThat(References.usedRoles(app)).containsExactly(own, api, own);
    var grant = ResourceBuilder.grant("staff").spec("role: {role: User Administrator}").build();
    assertThat(References.usedRoles(grant)).containsExactly(own);
  }

  @ParameterizedTest
  @MethodSource("withoutReferences")
  void usedRolesAreNoneWithoutReferences(HasMetadata resource) {
    assertThat(References.usedRoles(resource)).isEmpty();
    assertThat(References.definersFor(resource)).isEmpty();
  }

  static Stream<HasMetadata> withoutReferences() {
    return Stream.of(
        ResourceBuilder.application("orders").build(),
        app(EMPTY),
        app("appRoles: []"),
        app("appRoles: [null]"),
        ResourceBuilder.grant("staff").build(),
        ResourceBuilder.grant("staff").spec(EMPTY).build(),
        ResourceBuilder.role("reader").spec("applicationRef: {name: api}").build(),
        ResourceBuilder.domain("main").build(),
        SECRET);
  }

  @Test
  void definersAreDistinctAndLeaveTheDomainOut() {
    var app =
        app(
            """
            appRoles:
            - {role: User Administrator}
            - {role: reader, application: {name: api}}
            - {role: writer, application: {name: api, namespace: shop}}
            - {role: reader, application: {name: api, namespace: stock}}
            """);
    assertThat(References.definersFor(app)).containsExactly("shop/api", "stock/api");
  }

  @Test
  void definerOfGrantIsEmptyForTheDomainsOwnRole() {
    var grant = ResourceBuilder.grant("staff");
    assertThat(References.definerFor(grant.build())).isEmpty();
    assertThat(References.definerFor(grant.spec("role: {role: reader}").build())).isEmpty();
    assertThat(
            References.definerFor(
                grant.spec("role: {role: reader, application: {name: api}}").build()))
        .contains("shop/api");
  }

  @Test
  void definerOfRoleIsInTheNamespaceOfTheResourceUnlessNamed() {
    assertThat(References.definerOf(SECRET, new AppRoleRef("reader", null, null))).isEmpty();
    assertThat(
            References.definerOf(
                SECRET, new AppRoleRef("reader", new NamespacedRef("api", null), null)))
        .contains("b/api");
    assertThat(
            References.definerOf(
                SECRET, new AppRoleRef("reader", new NamespacedRef("api", "c"), null)))
        .contains("c/api");
  }

  @Test
  void allowedScopesAreThoseOfTheClient() {
    assertThat(References.allowedScopes(app("client: {allowedScopes: [b, null, a, b]}")))
        .containsExactly("b", "a", "b");
    for (var spec : List.of(EMPTY, "client: {}", "client: {allowedScopes: []}")) {
      assertThat(References.allowedScopes(app(spec))).isEmpty();
    }
    assertThat(References.allowedScopes(ResourceBuilder.application("orders").build())).isEmpty();
  }

  @Test
  void definedScopesHaveTheAudienceBeforeTheirValue() {
    var app =
        app(
            "resourceServer: {audience: 'https://a/', scopes: [{value: read}, null, {value: '*'}]}");
    assertThat(References.definedScopes(app)).containsExactly("https://a/read", "https://a/*");
    for (var spec : List.of(EMPTY, "resourceServer: {audience: a}")) {
      assertThat(References.definedScopes(app(spec))).isEmpty();
    }
    assertThat(References.definedScopes(ResourceBuilder.application("orders").build())).isEmpty();
  }

  @Test
  void definedScopesAreNoneWithoutAudienceOrValue() {
    assertThat(References.definedScopes(app("resourceServer: {scopes: [{value: read}]}")))
        .isEmpty();
    assertThat(References.definedScopes(app("resourceServer: {audience: a, scopes: [{}]}")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Enforce, false", "Observe, true", "Unheard, true", "enforce, true"})
  void observesUnlessThePolicyIsEnforce(String policy, boolean observed) {
    assertThat(References.isObserved(app("managementPolicy: " + policy))).isEqualTo(observed);
  }

  @Test
  void observesNothingWithoutPolicy() {
    assertThat(References.isObserved(app(EMPTY))).isFalse();
    assertThat(References.isObserved(ResourceBuilder.application("orders").build())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "'', false", "TRUE, false", "yes, false", "' true', false"})
  void pausesForExactValue(String value, boolean paused) {
    var role = ResourceBuilder.role("reader").annotation("identitydomains.dev/paused", value);
    assertThat(References.isPaused(role.build())).isEqualTo(paused);
  }

  @Test
  void pausesNothingWithoutAnnotation() {
    var role = ResourceBuilder.role("reader").build();
    role.getMetadata().setAnnotations(null);
    assertThat(References.isPaused(role)).isFalse();
    assertThat(
            References.isPaused(
                ResourceBuilder.role("reader").annotation("paused", "true").build()))
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isReadyInTheGenerationOfTheCondition(ResourceBuilder<?, ?, ?> resource) {
    var ready = condition("Ready", "True", 3);
    assertThat(References.isReady(resource.generation(3L).build())).as("no status").isFalse();
    assertThat(References.isReady(resource.status(EMPTY).build())).isFalse();
    assertThat(References.isReady(resource.status(ready).build())).isTrue();
    assertThat(References.isReady(resource.generation(4L).build())).isFalse();
    assertThat(References.isReady(resource.generation(2L).build())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isNotReadyByAnotherCondition(ResourceBuilder<?, ?, ?> resource) {
    resource.generation(3L);
    for (var status :
        List.of(
            condition("Ready", "False", 3),
            condition("Ready", "Unknown", 3),
            condition("Reconciling", "True", 3),
            "conditions: []")) {
      assertThat(References.isReady(resource.status(status).build())).isFalse();
    }
  }

  @Test
  void isNeverReadyOfAnotherKind() {
    SECRET.getMetadata().setGeneration(1L);
    assertThat(References.isReady(SECRET)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isChangedUnlessTheStatusIsAboutTheGeneration(ResourceBuilder<?, ?, ?> resource) {
    assertThat(References.isChanged(resource.generation(3L).build())).as("no status").isTrue();
    assertThat(References.isChanged(resource.status(EMPTY).build())).isTrue();
    assertThat(References.isChanged(resource.status("observedGeneration: -1").build())).isTrue();
    assertThat(References.isChanged(resource.status("observedGeneration: 2").build())).isTrue();
    assertThat(References.isChanged(resource.status("observedGeneration: 3").build())).isFalse();
    assertThat(References.isChanged(resource.generation(null).build())).isTrue();
  }

  static Stream<ResourceBuilder<?, ?, ?>> kinds() {
    return Stream.of(
        ResourceBuilder.domain("main"),
        ResourceBuilder.application("orders"),
        ResourceBuilder.role("reader"),
        ResourceBuilder.grant("staff"));
  }

  private static String condition(String type, String status, long generation) {
    return "conditions: [{type: %s, status: '%s', observedGeneration: %d}]"
        .formatted(type, status, generation);
  }

  private static ClientApplication app(String spec) {
    return ResourceBuilder.application("orders").spec(spec).build();
  }
}
