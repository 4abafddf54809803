package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.EntryKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppAttributesTest {

  private static final SpecSchema SCHEMA = SpecSchema.of("clientapplications");

  /** Fields of a spec that are no attribute of the App, each with those below it. */
  private static final Set<String> NO_ATTRIBUTES =
      Set.of(
          "domainRef",
          "clientId", // the App's name, which no plan changes
          "active", // written through AppStatusChanger
          "appRoles",
          "appRolePolicy",
          "consumers",
          "credentialsSecret",
          "deletionPolicy",
          "adoptionPolicy",
          "managementPolicy",
          "client.externalScopes", // part of allowedScopes once the domain tells the audience
          "client.certificates"); // the operator lists the aliases

  private static final String FULL =
      """
      displayName: Orders
      description: Order service
      client:
        type: Trusted
        grantTypes: [authorization_code]
        redirectUris: ["https://a/1"]
        postLogoutRedirectUris: ["https://a/2"]
        logoutUri: https://a/3
        allowNonHttpsRedirects: true
        allowedScopes: ["https://a/read"]
        trustScope: Account
        allowedTags: {tier: gold}
        allowedOperations: [introspect]
        bypassConsent: true
        requireAssignment: true
        networkPerimeters: [a1]
        idTokenEncryption: A128CBC-HS256
        certificateAliases: [a]
      resourceServer:
        audience: https://b/
        secondaryAudiences: [https://c/]
        scopes: [{value: read, displayName: Read, description: Reads, requiresConsent: true}]
        accessTokenLifetime: 1h
        refreshTokenLifetime: 2h
        offlineAccess: true
      tags: {team: shop}
      freeformTags: {team: shop}
      definedTags: {Operations.CostCenter: "42"}
      portal:
        show: true
        landingPage: https://a/l
        homePage: https://a/h
        logo: https://a/o.png
        icon: https://a/i.png
        productName: Orders
        contactEmail: a@example.com
        privacyPolicy: https://a/p
        termsOfService: https://a/t
        loginPage: https://a/in
        logoutPage: https://a/out
        errorPage: https://a/e
      extraAttributes:
        callbackServiceUrl: https://a/c
        delegatedServiceNames: [a]
        disableKmsiTokenAuthentication: true
        isLoginTarget: false
        isMobileTarget: true
        isObligationCapable: false
        linkingCallbackUrl: https://a/k
        loginMechanism: OIDC
      """;

  @Test
  void fieldsExistInTheSchema() {
    assertThat(AppAttributes.TABLE.attributes())
        .isNotEmpty()
        .allSatisfy(attribute ->
            assertThat(SCHEMA.field(attribute.field()).isObject()).as(attribute.field()).isTrue());
  }

  @Test
  void coverEveryFieldOfTheSchema() {
    var fields =
        AppAttributes.TABLE.attributes().stream()
            .map(WireAttribute::field)
            .collect(Collectors.toSet());
    assertThat(SCHEMA.leaves().filter(leaf -> !isException(leaf)))
        .contains("client.type", "resourceServer.scopes", "portal.contactEmail")
        .allSatisfy(leaf -> assertThat(fields).contains(leaf));
  }

  private static boolean isException(String leaf) {
    return NO_ATTRIBUTES.stream()
        .anyMatch(field -> leaf.equals(field) || leaf.startsWith(field + "."));
  }

  @Test
  void exceptionsExistInTheSchema() {
    assertThat(NO_ATTRIBUTES)
        .allSatisfy(field -> assertThat(SCHEMA.field(field).isObject()).as(field).isTrue());
  }

  @Test
  void coverEveryFieldOfAScope() throws JsonProcessingException {
    var fields =
        SCHEMA
            .field("resourceServer.scopes")
            .at("/items/properties")
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(field -> !field.equals("value"));
    var scopes = (ComplexValues) declared(FULL).get("scopes");
    assertThat(Objects.requireNonNull(scopes).entries().get("read"))
        .containsOnlyKeys(fields.toArray(String[]::new));
  }

  @Test
  void haveEachNameAndFieldOnce() {
    assertThat(AppAttributes.TABLE.attributes())
        .extracting(WireAttribute::name)
        .doesNotHaveDuplicates();
    assertThat(AppAttributes.TABLE.attributes())
        .filteredOn(attribute -> !attribute.name().equals("clientIPChecking")) // follows a list
        .extracting(WireAttribute::field)
        .doesNotHaveDuplicates();
  }

  @Test
  void declareEveryAttributeInItsShape() throws JsonProcessingException {
    var declared = declared(FULL);
    var shapes = AppAttributes.TABLE.shapes();
    assertThat(declared).containsOnlyKeys(shapes.keySet());
    assertThat(declared)
        .allSatisfy((name, value) ->
            assertThat(shape(value)).isEqualTo(shape(Objects.requireNonNull(shapes.get(name)))));
  }

  /** How a value is read: its kind, and the class of a scalar or the key of complex values. */
  private static List<Object> shape(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Scalar scalar -> List.of("scalar", scalar.value().getClass());
      case AttributeValue.StringSet _ -> List.of("strings");
      case ComplexValues entries -> List.of("complex", entries.key());
      case DeclaredEntries entries -> List.of("entries", entries.key());
    };
  }

  @Test
  void declareNothingThatIsLeftOut() throws JsonProcessingException {
    assertThat(declared("{}"))
        .isEqualTo(
            Map.of(
                "isOAuthClient", AttributeValue.of(false),
                "isOAuthResource", AttributeValue.of(false)));
    assertThat(declared("{client: {}, resourceServer: {}, portal: {}}"))
        .isEqualTo(
            Map.of(
                "isOAuthClient", AttributeValue.of(true),
                "isOAuthResource", AttributeValue.of(true),
                "clientType", AttributeValue.of("confidential")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantTypes",
        "redirectUris",
        "postLogoutRedirectUris",
        "allowedScopes",
        "allowedOperations",
        "certificateAliases"
      })
  void declareEmptyListAsNoValues(String field) throws JsonProcessingException {
    var name = name("client." + field);
    assertThat(declared("client: {" + field + ": []}"))
        .containsEntry(name, AppAttributes.TABLE.shapes().get(name));
    assertThat(declared("client: {" + field + ": [b, a, b]}"))
        .isEqualTo(declared("client: {" + field + ": [a, b]}"));
  }

  @Test
  void declareNetworkPerimetersWithTheirCheck() throws JsonProcessingException {
    assertThat(declared("client: {networkPerimeters: [b2, a1]}"))
        .containsEntry("clientIPChecking", AttributeValue.of("whitelisted"))
        .containsEntry("appsNetworkPerimeters", ComplexValues.ofKeys("value", List.of("a1", "b2")));
    assertThat(declared("client: {networkPerimeters: []}"))
        .containsEntry("clientIPChecking", AttributeValue.of("anywhere"))
        .containsEntry("appsNetworkPerimeters", ComplexValues.ofKeys("value", List.of()));
  }

  @Test
  void declareTagsByKey() throws JsonProcessingException {
    assertThat(declared("{tags: {team: shop}, client: {allowedTags: {tier: gold}}}"))
        .containsEntry(
            "tags",
            new DeclaredEntries(EntryKey.of("key"), Map.of("team", Map.of("value", "shop"))))
        .containsEntry(
            "allowedTags", new ComplexValues("key", Map.of("tier", Map.of("value", "gold"))));
  }

  @Test
  void declareTagsOfOciByTheirNames() throws JsonProcessingException {
    var urn = "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags:";
    assertThat(declared("{freeformTags: {a: b}, definedTags: {N.k: v, N.l: w, M.k: x}}"))
        .containsEntry(
            urn + "freeformTags",
            new DeclaredEntries(EntryKey.of("key"), Map.of("a", Map.of("value", "b"))))
        .containsEntry(
            urn + "definedTags",
            new DeclaredEntries(
                new EntryKey(List.of("namespace", "key"), false),
                Map.of(
                    "N.k", Map.of("value", "v"),
                    "N.l", Map.of("value", "w"),
                    "M.k", Map.of("value", "x"))));
  }

  @ParameterizedTest
  @CsvSource({"Confidential, confidential", "Trusted, trusted", "Public, public"})
  void declareClientTypeInTheWordsOfTheService(String type, String wire)
      throws JsonProcessingException {
    assertThat(declared("client: {type: " + type + "}"))
        .containsEntry("clientType", AttributeValue.of(wire));
  }

  @ParameterizedTest
  @CsvSource({"1s, 1", "1h30m, 5400", "0h0m90s, 90", "8760h, 31536000", "999999h, 3599996400"})
  void declareLifetimesInSeconds(String lifetime, long seconds) throws JsonProcessingException {
    assertThat(declared("resourceServer: {accessTokenLifetime: " + lifetime + "}"))
        .containsEntry("accessTokenExpiry", AttributeValue.of(seconds));
    assertThat(declared("resourceServer: {refreshTokenLifetime: " + lifetime + "}"))
        .containsEntry("refreshTokenExpiry", AttributeValue.of(seconds));
  }

  @Test
  void declareScopesByTheirValue() throws JsonProcessingException {
    assertThat(
            declared("resourceServer: {scopes: [{value: write}, {value: read, description: 🔑}]}"))
        .containsEntry(
            "scopes",
            new ComplexValues(
                "value", Map.of("read", Map.of("description", "🔑"), "write", Map.of())));
    assertThat(declared("resourceServer: {scopes: [{value: a, requiresConsent: false}]}"))
        .containsEntry(
            "scopes", new ComplexValues("value", Map.of("a", Map.of("requiresConsent", false))));
  }

  @Test
  void declareTextsAsTheyAre() throws JsonProcessingException {
    var text = "🔑 ".repeat(84) + ".";
    assertThat(declared("{displayName: '" + text + "', description: ''}"))
        .containsEntry("displayName", AttributeValue.of(text))
        .containsEntry("description", AttributeValue.of(""));
  }

  private static String name(String field) {
    return AppAttributes.TABLE.attributes().stream()
        .filter(attribute -> attribute.field().equals(field))
        .map(WireAttribute::name)
        .collect(Collectors.joining());
  }

  private static Map<String, AttributeValue> declared(String yaml) throws JsonProcessingException {
    return AppAttributes.TABLE.declared(
        new YAMLMapper().readValue(yaml, ClientApplicationSpec.class));
  }
}
