package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the App acts as an OAuth client. */
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
public record OAuthClient(
    @JsonPropertyDescription("Confidential, Trusted or Public; never from or to Public afterwards.")
        @Default("Confidential")
        @Nullable ClientType type,
    @JsonPropertyDescription("Allowed grant types, by their wire values.") @Size(max = 10)
        @Nullable
            List<
                @Pattern(
                    "^(authorization_code|client_credentials|password|refresh_token|implicit|tls_client_auth|urn:ietf:params:oauth:grant-type:jwt-bearer|urn:ietf:params:oauth:grant-type:saml2-bearer|urn:ietf:params:oauth:grant-type:device_code|urn:ietf:params:oauth:grant-type:token-exchange)$")
                String>
            grantTypes,
    @JsonPropertyDescription("Where authorization responses may go.") @Size(max = 50)
        @Nullable List<@Size(min = 1, max = 2048) String> redirectUris,
    @JsonPropertyDescription("Where the browser may go after logout.") @Size(max = 50)
        @Nullable List<@Size(min = 1, max = 2048) String> postLogoutRedirectUris,
    @JsonPropertyDescription("Called at logout.") @Size(min = 1, max = 2048)
        @Nullable String logoutUri,
    @JsonPropertyDescription("Whether redirect URIs may be other than https.")
        @Nullable Boolean allowNonHttpsRedirects,
    @JsonPropertyDescription(
            "Fully qualified scopes that the client may request: audience and scope value.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.SCOPE) @Size(min = 1, max = 2048) String> allowedScopes,
    @JsonPropertyDescription(
            "Which resource servers the client may ask tokens for; not for Public.")
        @Nullable TrustScope trustScope,
    @JsonPropertyDescription("Further operations that the client may use.") @Size(max = 2)
        @Nullable List<@Pattern("^(introspect|onBehalfOfUser)$") String> allowedOperations,
    @JsonPropertyDescription("Whether users are not asked for consent.")
        @Nullable Boolean bypassConsent,
    @JsonPropertyDescription(
            "Aliases of certificates, uploaded to the domain, that the client may sign with.")
        @Size(max = 10)
        @Nullable List<@Size(min = 1, max = 255) String> certificateAliases,
    @JsonPropertyDescription(
            "Present: the operator makes the keys that the client signs with, uploads their certificates, replaces them in time, and tells the newest in the Secret.")
        @Nullable ClientCertificates certificates) {}
