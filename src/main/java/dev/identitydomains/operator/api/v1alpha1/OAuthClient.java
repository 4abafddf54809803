package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of an App as an OAuth client. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.type) || self.type != 'Public' || !has(self.grantTypes) || !self.grantTypes.exists(g, g == 'client_credentials' || g == 'tls_client_auth')",
    message =
        "may not contain client_credentials or tls_client_auth for a Public client, which has no secret",
    reason = SpecRules.INVALID,
    fieldPath = ".grantTypes")
@ValidationRule(
    value = "!has(self.type) || self.type != 'Public' || !has(self.trustScope)",
    message = "may not be set for a Public client",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".trustScope")
@ValidationRule(
    value = "!has(self.certificates) || !has(self.certificateAliases)",
    message = "may not be set together with certificateAliases",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".certificates")
@ValidationRule(
    value = "!has(self.certificates) || !has(self.type) || self.type != 'Public'",
    message = "may not be set for a Public client",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".certificates")
@ValidationRule(
    value =
        "!has(self.grantTypes) || !self.grantTypes.exists(g, g == 'authorization_code' || g == 'implicit') || (has(self.redirectUris) && self.redirectUris.size() > 0)",
    message = "must be set for the grant types authorization_code and implicit",
    reason = SpecRules.REQUIRED,
    fieldPath = ".redirectUris")
@ValidationRule(
    value =
        "!has(self.redirectUris) || (has(self.allowNonHttpsRedirects) && self.allowNonHttpsRedirects) || self.redirectUris.all(u, u.startsWith('https://'))",
    message = "must begin with https:// unless allowNonHttpsRedirects is true",
    reason = SpecRules.INVALID,
    fieldPath = ".redirectUris")
@ValidationRule(
    value =
        "!has(self.postLogoutRedirectUris) || (has(self.allowNonHttpsRedirects) && self.allowNonHttpsRedirects) || self.postLogoutRedirectUris.all(u, u.startsWith('https://'))",
    message = "must begin with https:// unless allowNonHttpsRedirects is true",
    reason = SpecRules.INVALID,
    fieldPath = ".postLogoutRedirectUris")
@ValidationRule(
    value =
        "!has(self.logoutUri) || (has(self.allowNonHttpsRedirects) && self.allowNonHttpsRedirects) || self.logoutUri.startsWith('https://')",
    message = "must begin with https:// unless allowNonHttpsRedirects is true",
    reason = SpecRules.INVALID,
    fieldPath = ".logoutUri")
@ValidationRule(
    value =
        "!has(self.trustScope) || self.trustScope != 'Tags' || (has(self.allowedTags) && self.allowedTags.size() > 0)",
    message = "must be set for the trustScope Tags",
    reason = SpecRules.REQUIRED,
    fieldPath = ".allowedTags")
@ValidationRule(
    value = "!has(self.allowedTags) || self.allowedTags.all(k, k.size() > 0 && k.size() <= 255)",
    message = "must have keys of 1 to 255 characters",
    reason = SpecRules.INVALID,
    fieldPath = ".allowedTags")
public record OAuthClient(
    @JsonPropertyDescription(
            "OAuth client type: a Confidential client has a client secret, a Trusted client may also assert the identity of users, a Public client has no client secret. A change from or to Public is forbidden. The default is Confidential.")
        @Default("Confidential")
        @Nullable ClientType type,
    @JsonPropertyDescription(
            "OAuth grant types that the client may use. A Public client may use neither client_credentials nor tls_client_auth.")
        @Size(max = 10)
        @Nullable
            List<
                @Pattern(
                    "^(authorization_code|client_credentials|password|refresh_token|implicit|tls_client_auth|urn:ietf:params:oauth:grant-type:jwt-bearer|urn:ietf:params:oauth:grant-type:saml2-bearer|urn:ietf:params:oauth:grant-type:device_code|urn:ietf:params:oauth:grant-type:token-exchange)$")
                String>
            grantTypes,
    @JsonPropertyDescription(
            "URIs to which the domain may send authorization responses. Required for the grant types authorization_code and implicit.")
        @Size(max = 50)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 2048) String> redirectUris,
    @JsonPropertyDescription("URIs to which the domain may redirect the browser after a logout.")
        @Size(max = 50)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 2048) String>
            postLogoutRedirectUris,
    @JsonPropertyDescription("URI of the application that the domain calls at a logout.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 2048)
        @Nullable String logoutUri,
    @JsonPropertyDescription(
            "Whether redirectUris, postLogoutRedirectUris and logoutUri may have other schemes than https.")
        @Nullable Boolean allowNonHttpsRedirects,
    @JsonPropertyDescription(
            "Fully qualified scopes that the client may request, each the audience of a resource server followed by the value of one of its scopes.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.SCOPE) @Size(min = 1, max = 512) String> allowedScopes,
    @JsonPropertyDescription(
            "Further scopes that the client may request, of Apps without a ClientApplication, by the name of the App instead of its audience.")
        @Size(max = 20)
        @Nullable List<ExternalScope> externalScopes,
    @JsonPropertyDescription(
            "Resource servers for which the client may request tokens: those of allowedScopes and externalScopes (Explicit), all in the same Oracle Cloud account (Account), those in the account with a matching tag (Tags), or those of the domain's settings (Default). Forbidden for a Public client.")
        @Nullable TrustScope trustScope,
    @JsonPropertyDescription(
            "Tags, by key, of the resource servers for which the client may request tokens with the trustScope Tags.")
        @Size(max = 20)
        @Nullable Map<String, @Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String>
            allowedTags,
    @JsonPropertyDescription(
            "Additional operations of the client: introspect allows the introspection of tokens, onBehalfOfUser allows access with the privileges of the user alone.")
        @Size(max = 2)
        @Nullable List<@Pattern("^(introspect|onBehalfOfUser)$") String> allowedOperations,
    @JsonPropertyDescription(
            "Whether the domain requests no consent of users, even for scopes with requiresConsent.")
        @Nullable Boolean bypassConsent,
    @JsonPropertyDescription(
            "Whether only users to whom the App is assigned, by an AppAssignment or an AppRoleGrant, may sign in to it.")
        @Nullable Boolean requireAssignment,
    @JsonPropertyDescription(
            "Ids of network perimeters in the domain from whose addresses alone the client may request tokens. An empty list permits all addresses.")
        @Size(max = 50)
        @Nullable List<@Pattern("^[A-Za-z0-9]+$") @Size(min = 1, max = 40) String>
            networkPerimeters,
    @JsonPropertyDescription(
            "Algorithm with which the domain encrypts identity tokens for the client, for example A128CBC-HS256.")
        @Pattern("^[A-Za-z0-9-]*$")
        @Size(max = 64)
        @Nullable String idTokenEncryption,
    @JsonPropertyDescription(
            "Aliases of certificates in the domain with whose keys the client may sign; not those that the operator has made for another resource. Forbidden together with certificates.")
        @Size(max = 10)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String>
            certificateAliases,
    @JsonPropertyDescription(
            "Key pairs with which the client signs. If this field is set, the operator creates the key pairs, uploads their certificates, replaces them by age, and writes the newest key pair to the Secret. Forbidden for a Public client and together with certificateAliases.")
        @Nullable ClientCertificates certificates) {}
