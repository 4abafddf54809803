package dev.identitydomains.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.DomainPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCheckTest {

  /** Fields of one policy, fields of a spec, and the refused field; empty for none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | client: {type: Confidential} |",
        "{} | client: {type: Public} |",
        "{} | client: {type: Trusted} | spec.client.type",
        "clientTypes: [Trusted] | client: {type: Trusted} |",
        "clientTypes: [Trusted] | client: {type: Public} |",
        "{} | client: {grantTypes: [authorization_code, client_credentials, refresh_token, 'urn:ietf:params:oauth:grant-type:device_code']} |",
        "{} | client: {grantTypes: [client_credentials, implicit]} | spec.client.grantTypes",
        "{} | client: {grantTypes: [tls_client_auth]} | spec.client.grantTypes",
        "grantTypes: [implicit] | client: {grantTypes: [client_credentials, implicit]} |",
        "grantTypes: ['*'] | client: {grantTypes: [password]} |",
        "grantTypes: [] | client: {grantTypes: [password]} | spec.client.grantTypes",
        "{} | client: {trustScope: Explicit} |",
        "{} | client: {trustScope: Default} | spec.client.trustScope",
        "trustScopes: [Tags] | client: {trustScope: Account} | spec.client.trustScope",
        "trustScopes: [Tags, Account] | client: {trustScope: Account} |",
        "{} | client: {allowedOperations: []} |",
        "{} | client: {allowedOperations: [introspect]} | spec.client.allowedOperations",
        "allowedOperations: [introspect] | client: {allowedOperations: [introspect, onBehalfOfUser]} | spec.client.allowedOperations",
        "{} | client: {bypassConsent: false} |",
        "bypassConsent: false | client: {bypassConsent: true} | spec.client.bypassConsent",
        "bypassConsent: true | client: {bypassConsent: true} |",
        "{} | resourceServer: {audience: 'https://anything/'} |",
        "{} | resourceServer: {audience: 'URN:opc:idm:'} | spec.resourceServer.audience",
        "audiences: [] | resourceServer: {audience: x} | spec.resourceServer.audience",
        "audiences: ['urn:opc:'] | resourceServer: {audience: 'urn:opc:idm:'} |",
        "audiences: ['https://a/'] | resourceServer: {audience: 'https://b/'} | spec.resourceServer.audience",
        "{} | resourceServer: {audience: x, secondaryAudiences: []} |",
        "{} | resourceServer: {audience: x, secondaryAudiences: ['https://b/']} | spec.resourceServer.secondaryAudiences",
        "'audiences: [x, ''https://b/'']' | resourceServer: {audience: x, secondaryAudiences: ['https://b/']} |",
        "'audiences: [x]' | resourceServer: {audience: x, secondaryAudiences: ['https://b/']} | spec.resourceServer.secondaryAudiences",
        "{} | extraAttributes: {} |",
        "{} | extraAttributes: {isLoginTarget: false} | spec.extraAttributes",
        "extraAttributes: [loginMechanism] | extraAttributes: {loginMechanism: OIDC} |",
        "extraAttributes: [loginMechanism] | extraAttributes: {loginMechanism: OIDC, isMobileTarget: true} | spec.extraAttributes",
        "extraAttributes: ['*'] | extraAttributes: {callbackServiceUrl: 'https://a/', disableKmsiTokenAuthentication: true, isObligationCapable: true, linkingCallbackUrl: 'https://a/'} |",
        "{} | freeformTags: {a: b} |",
        "{} | definedTags: {Ops.a: b} | spec.definedTags",
        "{} | definedTags: {} |",
        "definedTags: [Ops] | definedTags: {Ops.a: b, oPS.c: d} |",
        "definedTags: [Ops] | definedTags: {Ops.a: b, Ops2.a: b} | spec.definedTags",
        "definedTags: ['*'] | definedTags: {Ops.a: b} |",
        "{} | appRoles: [{role: Me}, {role: Authenticated Client}] |",
        "{} | appRoles: [{role: me}] | spec.appRoles",
        "{} | appRoles: [{role: User Administrator, application: {name: own}}] |",
        "domainRoles: [User Administrator] | appRoles: [{role: User Administrator}, {role: Me}] |",
        "domainRoles: ['*'] | appRoles: [{role: anything}] |",
        "'{domainRoles: [A], grantees: [Group]}' | appRoles: [{role: A}] | spec.appRoles",
        "'{domainRoles: [A], grantees: []}' | appRoles: [{role: A}] | spec.appRoles",
        "{} | adoptionPolicy: Never |",
        "{} | adoptionPolicy: ByClientId | spec.adoptionPolicy",
        "{} | adoptionPolicy: ByDisplayName | spec.adoptionPolicy",
        "'adoption: {unowned: true}' | adoptionPolicy: ByDisplayName |",
        "'adoption: {unowned: false}' | adoptionPolicy: ByDisplayName | spec.adoptionPolicy",
        "'adoption: {clientIds: [orders]}' | adoptionPolicy: ByClientId |",
        "'adoption: {clientIds: [Orders]}' | adoptionPolicy: ByClientId | spec.adoptionPolicy",
        "'adoption: {clientIds: [legacy]}' | adoptionPolicy: ByDisplayName |"
      })
  void refusesWhatNoPolicyPermits(String policy, String spec, String field) {
    var declared = Serialization.unmarshal("---\n" + spec, ClientApplicationSpec.class);
    assertThat(PolicyCheck.violation(declared, "orders", permissions(policy)).map(Violation::field))
        .isEqualTo(Optional.ofNullable(field));
    assertThat(PolicyCheck.violation(declared, "orders", Permissions.UNRESTRICTED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {role: {role: Me}, grantee: {group: g}} | false",
        "domainRoles: [A] | {role: {role: A}, grantee: {group: g}} | false",
        "'{domainRoles: [A], grantees: [Group]}' | {role: {role: A}, grantee: {group: g}} | true",
        "'{domainRoles: [A], grantees: [Group]}' | {role: {role: A}, grantee: {user: u}} | false",
        "'{domainRoles: [A], grantees: [User]}' | {role: {role: A}, grantee: {user: u}} | true",
        "'{domainRoles: [A], grantees: [DynamicResourceGroup]}' | {role: {role: A}, grantee: {dynamicResourceGroup: d}} | true",
        "{} | {role: {role: A, application: {name: a}}, grantee: {user: u}} | true"
      })
  void permitsGrantOfDomainRoleByPolicyAlone(String policy, String spec, boolean permitted) {
    var declared = Serialization.unmarshal("---\n" + spec, AppRoleGrantSpec.class);
    assertThat(PolicyCheck.violation(declared, permissions(policy)).isEmpty()).isEqualTo(permitted);
    assertThat(PolicyCheck.violation(declared, Permissions.UNRESTRICTED)).isEmpty();
  }

  /** The grantees of one policy do not widen the roles of another. */
  @ParameterizedTest
  @CsvSource({"A, true", "B, false"})
  void granteesBelongToTheRolesOfTheirPolicy(String role, boolean permitted) {
    var permissions =
        permissions("{domainRoles: [A], grantees: [User]}", "{domainRoles: [B], grantees: [App]}");
    var declared =
        Serialization.unmarshal(
            "---\n{role: {role: %s}, grantee: {user: u}}".formatted(role), AppRoleGrantSpec.class);
    assertThat(PolicyCheck.violation(declared, permissions).isEmpty()).isEqualTo(permitted);
  }

  private static Permissions permissions(String... policies) {
    return Permissions.of(
        Arrays.stream(policies)
            .map(policy -> Serialization.unmarshal("---\n" + policy, DomainPolicy.class)));
  }
}
