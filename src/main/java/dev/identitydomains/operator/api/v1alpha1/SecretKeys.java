package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Names of the keys in the Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeys(
    @JsonPropertyDescription("Name of the key with the binding type, oauth2. The default is type.")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String type,
    @JsonPropertyDescription(
            "Name of the key with the provider, oci-identity-domain. The default is provider.")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String provider,
    @JsonPropertyDescription("Name of the key with the OAuth client id. The default is client-id.")
        @JsonProperty("client-id")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientId,
    @JsonPropertyDescription(
            "Name of the key with the client secret. The default is client-secret.")
        @JsonProperty("client-secret")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientSecret,
    @JsonPropertyDescription(
            "Name of the key with the issuer of tokens, if its discovery leads to the domain. The default is issuer-uri.")
        @JsonProperty("issuer-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String issuerUri,
    @JsonPropertyDescription(
            "Name of the key with the URL of the token endpoint. The default is token-uri.")
        @JsonProperty("token-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String tokenUri,
    @JsonPropertyDescription(
            "Name of the key with the URL of the authorization endpoint. The default is authorization-uri.")
        @JsonProperty("authorization-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String authorizationUri,
    @JsonPropertyDescription(
            "Name of the key with the URL of the keys that sign tokens. The default is jwk-set-uri.")
        @JsonProperty("jwk-set-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String jwkSetUri,
    @JsonPropertyDescription(
            "Name of the key with the URL of the claims about a user. The default is user-info-uri.")
        @JsonProperty("user-info-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String userInfoUri,
    @JsonPropertyDescription(
            "Name of the key with the URL of the token endpoint for client certificates, which clients with the grant type tls_client_auth get. The default is secure-token-uri.")
        @JsonProperty("secure-token-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String secureTokenUri,
    @JsonPropertyDescription(
            "Name of the key with the URL at which a user's session ends. The default is end-session-uri.")
        @JsonProperty("end-session-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String endSessionUri,
    @JsonPropertyDescription(
            "Name of the key with the claim that names a user, sub. The default is user-name-attribute.")
        @JsonProperty("user-name-attribute")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String userNameAttribute,
    @JsonPropertyDescription(
            "Name of the key with the name of the App. The default is client-name.")
        @JsonProperty("client-name")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientName,
    @JsonPropertyDescription(
            "Name of the key with the method by which the client authenticates at the token endpoint. The default is client-authentication-method.")
        @JsonProperty("client-authentication-method")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientAuthenticationMethod,
    @JsonPropertyDescription(
            "Name of the key with the grant type of the client. The default is authorization-grant-type.")
        @JsonProperty("authorization-grant-type")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String authorizationGrantType,
    @JsonPropertyDescription(
            "Name of the key with the scopes that the client may request, separated by commas. The default is scope.")
        @JsonProperty("scope")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String scope,
    @JsonPropertyDescription(
            "Name of the key with the first of the redirectUris. The default is redirect-uri.")
        @JsonProperty("redirect-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String redirectUri,
    @JsonPropertyDescription(
            "Name of the key with the alias of the client's certificate. The default is key-id.")
        @JsonProperty("key-id")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String keyId,
    @JsonPropertyDescription(
            "Name of the key with the client's certificate in PEM. The default is tls.crt.")
        @JsonProperty("tls.crt")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String certificate,
    @JsonPropertyDescription(
            "Name of the key with the client's private key, as PKCS #8 in PEM. The default is tls.key.")
        @JsonProperty("tls.key")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String privateKey) {}
