package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.RoleAudience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that this version does not know can be read, and are problems of their fields. */
class SpecCheckTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client: {type: X}         | client.type        | "Confidential", "Trusted", "Public"
          client: {trustScope: X}   | client.trustScope  | "Explicit", "Account", "Tags", "Default"
          appRolePolicy: X          | appRolePolicy      | "Additive", "Exact"
          consumers: {from: X}  | consumers.from | "Same", "All", "Selector"
          deletionPolicy: X         | deletionPolicy     | "Delete", "Retain"
          adoptionPolicy: X         | adoptionPolicy     | "Never", "ByClientId", "ByDisplayName"
          managementPolicy: X       | managementPolicy   | "Enforce", "Observe"
          """)
  void findsUnknownValueInApplication(String yaml, String field, String supported)
      throws JsonProcessingException {
    var client = yaml.startsWith("client") ? "" : "client: {}, ";
    var spec = "{spec: {domainRef: {name: main}, %s%s}}".formatted(client, yaml);
    assertThat(SpecCheck.problems(YAML.readValue(spec, ClientApplication.class).getSpec()))
        .containsExactly(unsupported(field, supported));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type: X | "Free", "OracleApps", "OracleAppsPremium", "Premium", "ExternalUser", "ExternalActiveUser"
          bulk: X | "Auto", "Never"
          """)
  void findsUnknownValueInDomain(String yaml, String supported) throws JsonProcessingException {
    var spec =
        "{spec: {url: https://d.example.com, credentials: {clientSecret: {secretRef: {name: a}}}, %s}}"
            .formatted(yaml);
    assertThat(SpecCheck.problems(YAML.readValue(spec, IdentityDomain.class).getSpec()))
        .containsExactly(unsupported(yaml.split(":", 2)[0], supported));
  }

  @Test
  void findsUnknownValueInRole() throws JsonProcessingException {
    var spec =
        YAML.readValue(
                "{spec: {applicationRef: {name: a}, availableTo: [Users, X], deletionPolicy: X}}",
                AppRole.class)
            .getSpec();
    assertThat(spec.availableTo()).isEqualTo(List.of(RoleAudience.Users, RoleAudience.Unknown));
    assertThat(SpecCheck.problems(spec))
        .containsExactlyInAnyOrder(
            unsupported("availableTo[1]", "\"Clients\", \"Groups\", \"Users\""),
            unsupported("deletionPolicy", "\"Delete\", \"Retain\""));
  }

  /** A number is no ordinal, and null is a value that is left out. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "'0'", "'1'", "true", "1.5", "''", "' Delete'", "delete", "Unknown"})
  void onlyExactNameOfPolicyIsKnown(String value) throws JsonProcessingException {
    var grant = grant(value);
    assertThat(grant.getSpec().deletionPolicy()).isEqualTo(DeletionPolicy.Unknown);
    assertThat(SpecCheck.problems(grant))
        .containsExactly(unsupported("deletionPolicy", "\"Delete\", \"Retain\""));
    assertThat(grant("null").getSpec().deletionPolicy()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[Delete]", "{}"})
  void nonScalarValueMakesSpecUnreadable(String value) throws JsonProcessingException {
    assertThat(grant(value).getSpec()).isNull();
  }

  private static AppRoleGrant grant(String deletionPolicy) throws JsonProcessingException {
    return YAML.readValue(
        "{spec: {domainRef: {name: main}, role: {role: a}, grantee: {user: b}, deletionPolicy: %s}}"
            .formatted(deletionPolicy),
        AppRoleGrant.class);
  }

  private static String unsupported(String field, String supported) {
    return "spec.%s: Unsupported value: \"Unknown\": supported values: %s"
        .formatted(field, supported);
  }
}
