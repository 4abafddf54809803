package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredGrants;
import dev.identitydomains.operator.plan.EntryKey;
import dev.identitydomains.operator.plan.OwnerTag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesiredApplicationsTest {

  private static final ApplicationIdentity ORDERS =
      new ApplicationIdentity(new OwnerTag("cluster", "shop", "uid", "orders.v2"), "7f3c-11");

  private static final String OCI_TAGS =
      "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags:";

  private static Map<String, Map<String, Object>> tag(String key, String value) {
    return Map.of(key, Map.of("value", value));
  }

  private static ComplexValues keys(String value) {
    return ComplexValues.ofKeys("value", Set.of(value));
  }

  @Test
  void everyFieldOfTheSpecBecomesItsAttribute() throws JsonProcessingException {
    var desired =
        desired(
            """
            domainRef: {name: main}
            displayName: Orders
            description: Order service
            clientId: orders_prod
            active: false
            client:
              type: Trusted
              grantTypes: [client_credentials, authorization_code]
              redirectUris: ["https://orders.example.com/callback"]
              postLogoutRedirectUris: ["https://orders.example.com/bye"]
              logoutUri: https://orders.example.com/logout
              allowNonHttpsRedirects: true
              allowedScopes: ["https://stock.example.com/read"]
              trustScope: Account
              allowedOperations: [introspect]
              bypassConsent: true
              certificateAliases: [a, b]
              allowedTags: {tier: gold}
              requireAssignment: true
              networkPerimeters: [p1]
              idTokenEncryption: A128CBC-HS256
            resourceServer:
              audience: https://orders.example.com/
              secondaryAudiences: ["https://legacy.example.com/"]
              scopes: [{value: read, displayName: Read, description: Reads, requiresConsent: true}]
              accessTokenLifetime: 1h30m
              refreshTokenLifetime: 168h
              offlineAccess: true
            portal:
              show: true
              landingPage: https://orders.example.com/
              homePage: https://orders.example.com/home
              logo: https://orders.example.com/logo.png
              icon: https://orders.example.com/icon.png
              productName: Orders 2
              contactEmail: orders@example.com
              privacyPolicy: https://orders.example.com/privacy
              termsOfService: https://orders.example.com/terms
              loginPage: https://orders.example.com/in
              logoutPage: https://orders.example.com/out
              errorPage: https://orders.example.com/error
            tags: {team: shop}
            freeformTags: {team: shop}
            definedTags: {Operations.CostCenter: "42"}
            extraAttributes: {isMobileTarget: true, delegatedServiceNames: [a]}
            """);
    assertThat(desired.clientId()).isEqualTo("orders_prod");
    assertThat(desired.active()).isFalse();
    assertThat(desired.template()).isEqualTo("CustomWebAppTemplateId");
    assertThat(desired.roles()).isNull();
    assertThat(desired.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("displayName", AttributeValue.of("Orders")),
                Map.entry("description", AttributeValue.of("Order service")),
                Map.entry("isOAuthClient", AttributeValue.of(true)),
                Map.entry("isOAuthResource", AttributeValue.of(true)),
                Map.entry("clientType", AttributeValue.of("trusted")),
                Map.entry("allowedGrants", texts("authorization_code", "client_credentials")),
                Map.entry("redirectUris", texts("https://orders.example.com/callback")),
                Map.entry("postLogoutRedirectUris", texts("https://orders.example.com/bye")),
                Map.entry("logoutUri", AttributeValue.of("https://orders.example.com/logout")),
                Map.entry("allUrlSchemesAllowed", AttributeValue.of(true)),
                Map.entry(
                    "allowedScopes",
                    new ComplexValues("fqs", Map.of("https://stock.example.com/read", Map.of()))),
                Map.entry("trustScope", AttributeValue.of("Account")),
                Map.entry("allowedOperations", texts("introspect")),
                Map.entry("bypassConsent", AttributeValue.of(true)),
                Map.entry(
                    "certificates",
                    new ComplexValues("certAlias", Map.of("a", Map.of(), "b", Map.of()))),
                Map.entry("audience", AttributeValue.of("https://orders.example.com/")),
                Map.entry(
                    "scopes",
                    new ComplexValues(
                        "value",
                        Map.of(
                            "read",
                            Map.of(
                                "displayName",
                                "Read",
                                "description",
                                "Reads",
                                "requiresConsent",
                                true)))),
                Map.entry("accessTokenExpiry", AttributeValue.of(5400)),
                Map.entry("refreshTokenExpiry", AttributeValue.of(604800)),
                Map.entry("allowOffline", AttributeValue.of(true)),
                Map.entry("allowedTags", new ComplexValues("key", tag("tier", "gold"))),
                Map.entry("allowAccessControl", AttributeValue.of(true)),
                Map.entry("clientIPChecking", AttributeValue.of("whitelisted")),
                Map.entry("appsNetworkPerimeters", keys("p1")),
                Map.entry("idTokenEncAlgo", AttributeValue.of("A128CBC-HS256")),
                Map.entry("protectableSecondaryAudiences", keys("https://legacy.example.com/")),
                Map.entry("showInMyApps", AttributeValue.of(true)),
                Map.entry("landingPageUrl", AttributeValue.of("https://orders.example.com/")),
                Map.entry("homePageUrl", AttributeValue.of("https://orders.example.com/home")),
                Map.entry(
                    "productLogoUrl", AttributeValue.of("https://orders.example.com/logo.png")),
                Map.entry("icon", AttributeValue.of("https://orders.example.com/icon.png")),
                Map.entry("productName", AttributeValue.of("Orders 2")),
                Map.entry("contactEmailAddress", AttributeValue.of("orders@example.com")),
                Map.entry(
                    "privacyPolicyUrl", AttributeValue.of("https://orders.example.com/privacy")),
                Map.entry(
                    "termsOfServiceUrl", AttributeValue.of("https://orders.example.com/terms")),
                Map.entry("loginPageUrl", AttributeValue.of("https://orders.example.com/in")),
                Map.entry("logoutPageUrl", AttributeValue.of("https://orders.example.com/out")),
                Map.entry("errorPageUrl", AttributeValue.of("https://orders.example.com/error")),
                Map.entry("tags", new DeclaredEntries(EntryKey.of("key"), tag("team", "shop"))),
                Map.entry(
                    OCI_TAGS + "freeformTags",
                    new DeclaredEntries(EntryKey.of("key"), tag("team", "shop"))),
                Map.entry(
                    OCI_TAGS + "definedTags",
                    new DeclaredEntries(
                        new EntryKey(List.of("namespace", "key"), false),
                        tag("Operations.CostCenter", "42"))),
                Map.entry("isMobileTarget", AttributeValue.of(true)),
                Map.entry("delegatedServiceNames", texts("a"))));
  }

  @Test
  void undeclaredFieldsAreNotDesired() throws JsonProcessingException {
    var desired = desired("{domainRef: {name: main}, client: {}}");
    assertThat(desired.attributes().keySet())
        .containsExactlyInAnyOrder("displayName", "isOAuthClient", "isOAuthResource", "clientType");
    assertThat(desired.attributes()).containsEntry("displayName", AttributeValue.of("orders.v2"));
    assertThat(desired.active()).isTrue();
    assertThat(desired.clientId()).isEqualTo("orders_v2_7f3c11").matches("[A-Za-z0-9_]+");
  }

  @Test
  void publicClientHasBrowserTemplate() throws JsonProcessingException {
    var desired = desired("{domainRef: {name: main}, client: {type: Public}, appRoles: []}");
    assertThat(desired.template()).isEqualTo("CustomBrowserMobileTemplateId");
    assertThat(desired.roles()).isEqualTo(DesiredGrants.of(Set.of(), false));
  }

  @Test
  void roleIsAvailableToDeclaredAudiencesOnly() throws JsonProcessingException {
    var spec =
        new YAMLMapper()
            .readValue(
                "{applicationRef: {name: a}, availableTo: [Clients], admin: true, public: true}",
                AppRoleSpec.class);
    var desired = DesiredRoles.of("app-1", "reader", spec);
    assertThat(desired.displayName()).isEqualTo("reader");
    assertThat(desired.fixed())
        .isEqualTo(
            Map.of(
                "adminRole", AttributeValue.of(true),
                "availableToClients", AttributeValue.of(true),
                "availableToGroups", AttributeValue.of(false),
                "availableToUsers", AttributeValue.of(false)));
    assertThat(desired.attributes()).isEqualTo(Map.of("public", AttributeValue.of(true)));
  }

  private static AttributeValue texts(String... values) {
    return AttributeValue.of(Stream.of(values));
  }

  private static DesiredApplication desired(String yaml) throws JsonProcessingException {
    var spec = new YAMLMapper().readValue(yaml, ClientApplicationSpec.class);
    assertThat(SpecCheck.problems(spec)).isEmpty();
    return DesiredApplications.of(ORDERS, spec);
  }
}
