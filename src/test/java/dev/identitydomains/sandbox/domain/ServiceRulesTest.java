package dev.identitydomains.sandbox.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published schema, documents and replies say, and the emulated domain does. */
class ServiceRulesTest {

  private static final String APP = "urn:ietf:params:scim:schemas:oracle:idcs:App";

  private final ResourceStore store = new ResourceStore(Clock.systemUTC());
  private final ScimApi scim = scim(Set.of(), Optional.empty());

  ServiceRulesTest() {
    new InitialResources(store).place("admin", "secret");
  }

  private ScimApi scim(Set<DomainMode> modes, Optional<DomainType> type) {
    return new ScimApi(store, modes, new ObjectLimits(store, type, modes));
  }

  private static ObjectNode json(String text) {
    return HttpCall.parse(text.replace('\'', '"')).orElseThrow();
  }

  private static ObjectNode app(String name, String more) {
    var app = json("{" + more + "}");
    app.put("name", name).put("displayName", name).putArray("schemas").add(APP);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return app;
  }

  private ObjectNode create(String name, String more) {
    return scim.create(ResourceKind.APPS, app(name, more));
  }

  private static void isRefused(ThrowingCallable call, int status, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainError.class, error -> assertThat(error.status).isEqualTo(status))
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'clientType': 'Confidential'|clientType",
        "'trustScope': 'explicit'|trustScope",
        "'active': 'yes'|active",
        "'active': 1|active",
        "'accessTokenExpiry': '3600'|accessTokenExpiry",
        "'redirectUris': 'https://a.example.com/'|redirectUris",
        "'redirectUris': [7]|redirectUris",
        "'allowedGrants': ['token-exchange']|allowedGrants",
        "'allowedGrants': ['jwt-bearer']|allowedGrants",
        "'allowedOperations': ['Introspect']|allowedOperations",
        "'scopes': [{'description': 'a'}]|scopes.value",
        "'scopes': [{'value': 'a', 'colour': 'red'}]|colour",
        "'tags': [{'key': 'a'}]|tags.value",
        "'novel': true|novel",
        "'allowedScopes': [{'fqs': 'urn:opc:idm:__myscopes__'}]|__myscopes__",
      })
  void creationIsRefusedByTheSchema(String more, String named) {
    isRefused(() -> create("a", more), 400, named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'schemas': []", "'schemas': ['urn:other']"})
  void resourceNamesItsSchema(String schemas) {
    var app = app("a", "");
    app.remove("schemas");
    app.setAll(json("{" + schemas + "}"));
    isRefused(() -> scim.create(ResourceKind.APPS, app), 400, "schemas");
  }

  @Test
  void readOnlyAttributesOfCreationAreIgnored() {
    var made = create("a", "'clientSecret': 'mine', 'isOPCService': true, 'id': 'own'");
    assertThat(made.path("clientSecret").asText()).isNotEmpty().isNotEqualTo("mine");
    assertThat(made.path("isOPCService").asBoolean(true)).isFalse();
    assertThat(made.path("id").asText()).hasSize(32);
  }

  /** W12, W13, W14: as a published reply has them. */
  @Test
  void replyHasDefaultsOfTheService() {
    var made = create("a", "");
    assertThat(made.path("active").asBoolean(true)).isFalse();
    assertThat(made.path("isUnmanagedApp").asBoolean(true)).isFalse();
    assertThat(made.path("showInMyApps").asBoolean()).isTrue();
    assertThat(made.path("isLoginTarget").asBoolean()).isTrue();
    assertThat(made.path("trustScope").asText()).isEqualTo("Explicit");
    assertThat(made.has("clientIPChecking") || made.has("accessTokenExpiry")).isFalse();
    var api = create("b", "'isOAuthResource': true, 'audience': 'x'");
    assertThat(api.path("accessTokenExpiry").asInt()).isEqualTo(3600);
    assertThat(api.path("refreshTokenExpiry").asInt()).isEqualTo(604_800);
    assertThat(made.at("/meta/created").asText()).matches("\\S+T\\S+[.]\\d{3}Z");
    assertThat(made.at("/meta/location").asText()).startsWith("https://");
    assertThat(made.at("/basedOnTemplate/lastModified").isMissingNode()).isFalse();
  }

  /** W10. */
  @Test
  void roleIsForUsersAndGroupsUnlessSaid() {
    var role = role(create("a", "").path("id").asText(), "");
    assertThat(role.path("availableToUsers").asBoolean()).isTrue();
    assertThat(role.path("availableToGroups").asBoolean()).isTrue();
    assertThat(role.path("availableToClients").asBoolean(true)).isFalse();
    isRefused(
        () -> grant("App", create("b", "").path("id").asText(), role), 400, "availableToClients");
    var group = store.stream(ResourceKind.GROUPS).findFirst().orElseThrow().path("id").asText();
    assertThat(grant("Group", group, role).path("isFulfilled").asBoolean(true)).isFalse();
    isRefused(() -> grant("Group", "ocid1.group.oc1..".repeat(3), role), 400, "40 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"isUnmanagedApp", "meterAsOPCService", "clientSecret", "isManagedApp"})
  void patchOfFixedAttributeIsRefused(String attribute) {
    var id = create("a", "").path("id").asText();
    var patch =
        json(
            "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': [{'op': 'replace', 'path': '%s', 'value': true}]}"
                .formatted(attribute));
    isRefused(() -> scim.patch(ResourceKind.APPS, id, Optional.empty(), patch), 400, attribute);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AppRoles|uniqueName eq \"a\"|uniqueName",
        "Apps|audience eq \"a\"|audience",
        "Apps|name eq \"a\" and (clientType eq \"public\")|clientType",
        "Apps|scopes[description eq \"a\"]|description",
        "Apps|novel pr|novel",
      })
  void filterOnWhatIsNotSearchableIsRefused(String type, String filter, String named) {
    var kind = ResourceKind.of(type).orElseThrow();
    isRefused(() -> scim.list(kind, Map.of("filter", List.of(filter))), 400, named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags[key eq \"a\" and value eq \"b\"]",
        "NAME eq \"a\"",
        "meta.created gt \"2024-01-01T00:00:00Z\"",
        "not (active eq true)",
        "allowedScopes.fqs pr"
      })
  void searchableAttributesHaveAnyCase(String filter) {
    assertThat(scim.list(ResourceKind.APPS, Map.of("filter", List.of(filter))).has("Resources"))
        .isTrue();
  }

  /** {@code audience} is not unique, {@code fqs} is. */
  @Test
  void scopeHasOneDefinition() {
    var api = "'isOAuthResource': true, 'audience': 'https://a/', 'scopes': [{'value': '%s'}]";
    create("a", api.formatted("read"));
    create("b", api.formatted("write"));
    isRefused(() -> create("c", api.formatted("read")), 409, "https://a/read");
    isRefused(
        () -> create("d", api.formatted("ad").replace("https://a/", "https://a/re")),
        409,
        "https://a/read");
  }

  /** People use it. */
  @Test
  void scopeOfTheDomainItselfIsAllowed() {
    var made = create("a", "'allowedScopes': [{'fqs': 'urn:opc:idm:t.security.client'}]");
    assertThat(made.at("/allowedScopes/0/idOfDefiningApp").asText()).isEqualTo("IDCSAppId");
  }

  /** A37: Terraform changes an App by PUT, which clears what it does not know. */
  @Test
  void putClearsWhatItLacksAndKeepsWhatIsFixed() {
    var made = create("a", "'description': 'A', 'tags': [{'key': 'k', 'value': 'v'}]");
    var id = made.path("id").asText();
    var changed = scim.put(ResourceKind.APPS, id, Optional.empty(), app("a", "'active': true"));
    assertThat(changed.has("description") || changed.has("tags")).isFalse();
    assertThat(changed.path("clientSecret")).isEqualTo(made.path("clientSecret"));
    assertThat(changed.path("active").asBoolean()).isTrue();
    isRefused(
        () -> scim.put(ResourceKind.APPS, id, Optional.empty(), app("other", "")), 400, "name");
    isRefused(
        () -> scim.put(ResourceKind.APPS, id, Optional.empty(), app("a", "'clientSecret': 'mine'")),
        400,
        "clientSecret");
  }

  @ParameterizedTest
  @CsvSource({"Free, 1", "OracleApps, 9"})
  void typeHoldsSoManyApps(DomainType type, int more) {
    var limited = scim(Set.of(), Optional.of(type));
    for (var i = 0; i < more; i++) {
      limited.create(ResourceKind.APPS, app("app_" + i, ""));
    }
    isRefused(
        () -> limited.create(ResourceKind.APPS, app("more", "")), 400, "maximum number of Apps");
    var modes = EnumSet.of(DomainMode.LIMIT_IS_CONFLICT);
    isRefused(
        () -> scim(modes, Optional.of(type)).create(ResourceKind.APPS, app("more", "")),
        409,
        "maximum number of Apps");
  }

  /** {@code attributes} gives what it names, and what is always returned. */
  @Test
  void namedAttributesComeWithThoseThatAlwaysDo() {
    var app = create("a", "'description': 'A'");
    var projected =
        Projection.from(Map.of("attributes", List.of("DESCRIPTION"))).of(ResourceKind.APPS, app);
    assertThat(projected.propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "id", "displayName", "description", "isAliasApp", "basedOnTemplate");
    assertThat(projected.path("basedOnTemplate").size()).isEqualTo(1);
  }

  private ObjectNode role(String appId, String more) {
    var role = json("{" + more + "}").put("displayName", "reader");
    role.putArray("schemas").add(ResourceKind.APP_ROLES.schema());
    role.putObject("app").put("value", appId);
    return scim.create(ResourceKind.APP_ROLES, role);
  }

  private ObjectNode grant(String type, String granteeId, JsonNode role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putArray("schemas").add(ResourceKind.GRANTS.schema());
    grant.putObject("grantee").put("type", type).put("value", granteeId);
    grant.putObject("app").set("value", role.at("/app/value"));
    grant
        .putObject("entitlement")
        .put("attributeName", "appRoles")
        .set("attributeValue", role.path("id"));
    grant.put("grantMechanism", "ADMINISTRATOR_TO_" + type.toUpperCase(java.util.Locale.ROOT));
    return scim.create(ResourceKind.GRANTS, grant);
  }
}
