package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingEntriesTest {

  private static final OpenIdConfiguration FACTS =
      new OpenIdConfiguration("https://i", "https://d/t", null, null, null, null, null);

  @Test
  void redirectUriOfSeveralIsLeftToTheApplication() {
    assertThat(redirectUri("['https://a/1']")).isEqualTo("https://a/1");
    assertThat(redirectUri("['https://a/1', 'https://a/2']")).isNull();
    assertThat(redirectUri("[]")).isNull();
  }

  private static @Nullable String redirectUri(String redirectUris) {
    var app =
        ResourceBuilder.application("orders")
            .spec("{domainRef: {name: main}, client: {redirectUris: " + redirectUris + "}}");
    return BindingEntries.of(app.build(), "orders_1", FACTS, null, List.of(), "s")
        .get("redirect-uri");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client: {}                                                                            |                    |                                | client_secret_basic
          client: {grantTypes: [client_credentials]}                                            | client_credentials |                                | client_secret_basic
          client: {grantTypes: [client_credentials], allowedScopes: ['a/1', 'b/2']}             | client_credentials | a/1,b/2                        | client_secret_basic
          client: {grantTypes: [client_credentials]}, appRoles: [{role: Me}]                    | client_credentials | urn:opc:idm:__myscopes__       | client_secret_basic
          client: {grantTypes: [client_credentials], allowedScopes: [a/1]}, appRoles: [{role: Me}] | client_credentials | a/1                         | client_secret_basic
          client: {grantTypes: [client_credentials]}, appRoles: []                              | client_credentials |                                | client_secret_basic
          client: {grantTypes: [refresh_token, authorization_code], redirectUris: [x]}          | authorization_code | openid                         | client_secret_basic
          client: {grantTypes: [client_credentials, authorization_code], redirectUris: [x]}     | authorization_code | openid                         | client_secret_basic
          client: {type: Public, grantTypes: [authorization_code], redirectUris: [x]}           | authorization_code | openid                         | none
          client: {grantTypes: ['urn:ietf:params:oauth:grant-type:device_code']}                | urn:ietf:params:oauth:grant-type:device_code |      | client_secret_basic
          client: {grantTypes: [refresh_token, implicit]}                                       |                    |                                | client_secret_basic
          client: {grantTypes: [client_credentials], trustScope: Tags, allowedTags: {a: b}}     | client_credentials | urn:opc:resource:consumer::all | client_secret_basic
          client: {grantTypes: [client_credentials], allowedScopes: ['a,b']}                    | client_credentials |                                | client_secret_basic
          """)
  void registrationOfOneGrantType(
      String spec, @Nullable String grantType, @Nullable String scope, String method) {
    var app = ResourceBuilder.application("orders").spec("{domainRef: {name: main}, " + spec + "}");
    var built = app.build();
    var entries =
        BindingEntries.of(
            built, "orders_1", FACTS, null, References.allowedScopes(built).toList(), "s");
    assertThat(entries.get("authorization-grant-type")).isEqualTo(grantType);
    assertThat(entries.get("scope")).isEqualTo(scope);
    assertThat(entries).containsEntry("client-authentication-method", method);
  }
}
