package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an App in the domain shall be. What is left out is left alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.client) || has(self.resourceServer)",
    message = "must be set unless resourceServer is",
    reason = SpecRules.REQUIRED,
    fieldPath = ".client")
@ValidationRule(
    value =
        "has(self.clientId) == has(oldSelf.clientId) && (!has(self.clientId) || self.clientId == oldSelf.clientId)",
    message =
        "is immutable: delete the ClientApplication and create it anew, which makes another App",
    reason = SpecRules.INVALID,
    fieldPath = ".clientId")
@ValidationRule(
    value = "self.domainRef == oldSelf.domainRef",
    message =
        "is immutable: delete the ClientApplication and create it anew, which makes another App",
    reason = SpecRules.INVALID,
    fieldPath = ".domainRef")
@ValidationRule(
    value =
        "(has(self.client) && has(self.client.type) && self.client.type == 'Public') == (has(oldSelf.client) && has(oldSelf.client.type) && oldSelf.client.type == 'Public')",
    message =
        "may not change from or to Public: delete the ClientApplication and create it anew, which makes another App",
    reason = SpecRules.INVALID,
    fieldPath = ".client.type")
public record ClientApplicationSpec(
    @JsonPropertyDescription("The IdentityDomain that holds the App.") @Required
        NamespacedRef domainRef,
    @JsonPropertyDescription("Name in the console, unique in the domain; metadata.name by default.")
        @Size(min = 1, max = 125)
        @Nullable String displayName,
    @JsonPropertyDescription("What the application is for.") @Size(max = 250)
        @Nullable String description,
    @JsonPropertyDescription("OAuth client id; derived from metadata.uid by default. Immutable.")
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        @Nullable String clientId,
    @JsonPropertyDescription("Whether the App may be used.") @Default("true")
        @Nullable Boolean active,
    @JsonPropertyDescription("Present: the App acts as an OAuth client.")
        @Nullable OAuthClient client,
    @JsonPropertyDescription("Present: the App acts as an OAuth resource server.")
        @Nullable ResourceServer resourceServer,
    @JsonPropertyDescription("Roles granted to the App.") @Size(max = 100)
        @Nullable List<AppRoleRef> appRoles,
    @JsonPropertyDescription(
            "Additive: roles that others have granted to the App are reported and stay. Exact: they are revoked.")
        @Default("Additive")
        @Nullable AppRolePolicy appRolePolicy,
    @JsonPropertyDescription(
            "From which namespaces the roles that this application defines may be used; its own by default.")
        @Nullable AllowedNamespaces roleConsumers,
    @JsonPropertyDescription("The Secret that receives client id and secret.")
        @Nullable CredentialsSecret credentialsSecret,
    @JsonPropertyDescription("How the domain presents the App to its users.")
        @Nullable Portal portal,
    @JsonPropertyDescription(
            "What becomes of the App when this resource is deleted: Delete, which is the default, or Retain, which is that of an adopted App.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Which App that exists already is taken over, its client secret kept: Never, ByClientId, or ByDisplayName, whatever its client id. Never one that belongs to somebody else.")
        @Default("Never")
        @Nullable AdoptionPolicy adoptionPolicy,
    @JsonPropertyDescription(
            "Enforce: the App is made as declared. Observe: nothing is written, and status.drift says what differs.")
        @Default("Enforce")
        @Nullable ManagementPolicy managementPolicy) {}
