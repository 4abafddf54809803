package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredGrants;
import dev.identitydomains.operator.plan.OwnerTag;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesiredApplicationsTest {

  private static final ApplicationIdentity ORDERS =
      new ApplicationIdentity(new OwnerTag("cluster", "shop", "uid", "orders.v2"), "7f3c-11");

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
            resourceServer:
              audience: https://orders.example.com/
              scopes: [{value: read, displayName: Read, description: Reads, requiresConsent: true}]
              accessTokenLifetime: 1h30m
              refreshTokenLifetime: 168h
              offlineAccess: true
            portal: {contactEmail: orders@example.com}
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
                Map.entry("contactEmailAddress", AttributeValue.of("orders@example.com"))));
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
