package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The desired state of an App. Attributes of fields without a value stay unchanged. */
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
@ValidationRule(
    value =
        "!has(self.client) || !has(self.client.certificates) || !has(self.credentialsSecret) || !has(self.credentialsSecret.write) || self.credentialsSecret.write != 'Never'",
    message = "may not be Never together with client.certificates, whose keys nobody would have",
    reason = SpecRules.INVALID,
    fieldPath = ".credentialsSecret.write")
@ValidationRule(
    value = SpecRules.FOREIGN_TAGS,
    message = "must have keys of 1 to 255 characters that do not begin with identitydomains.dev/",
    reason = SpecRules.INVALID,
    fieldPath = ".tags")
@ValidationRule(
    value = SpecRules.FREEFORM_TAGS,
    message = "must have keys of 1 to 100 visible characters of ASCII other than the period",
    reason = SpecRules.INVALID,
    fieldPath = ".freeformTags")
@ValidationRule(
    value = SpecRules.DEFINED_TAGS,
    message =
        "must have keys of a tag namespace, a period and a key, each of 1 to 100 visible characters of ASCII other than the period",
    reason = SpecRules.INVALID,
    fieldPath = ".definedTags")
@ValidationRule(
    value = SpecRules.TAGS_OF_OCI,
    message = "may not have tags of the namespace Oracle-Tags, which OCI sets",
    reason = SpecRules.INVALID,
    fieldPath = ".definedTags")
@ValidationRule(
    value = SpecRules.TAGS_ONCE,
    message = "must have each tag only once, whatever its case",
    reason = SpecRules.INVALID,
    fieldPath = ".definedTags")
@ValidationRule(
    value = SpecRules.NO_TAG_VARIABLES,
    message =
        "may not have ${ in a value: OCI replaces variables once, and the tag would always differ",
    reason = SpecRules.INVALID,
    fieldPath = ".definedTags")
public record ClientApplicationSpec(
    @JsonPropertyDescription(
            "IdentityDomain in which the operator creates the App; its spec.allowedNamespaces must allow this namespace. Immutable.")
        @Required
        NamespacedRef domainRef,
    @JsonPropertyDescription(
            "Name of the App in the console, unique in the domain. The default is metadata.name.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 125)
        @Nullable String displayName,
    @JsonPropertyDescription("Description of the App, for example of its purpose.")
        @Pattern(SpecRules.TEXT)
        @Size(max = 250)
        @Nullable String description,
    @JsonPropertyDescription(
            "OAuth client id of the App, unique in the domain. The default consists of metadata.name and metadata.uid, with underscores. Immutable.")
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        @Nullable String clientId,
    @JsonPropertyDescription("Whether the App is active and may be used. The default is true.")
        @Default("true")
        @Nullable Boolean active,
    @JsonPropertyDescription(
            "OAuth client settings. If this field is set, the App acts as an OAuth client. At least one of client and resourceServer is required.")
        @Nullable OAuthClient client,
    @JsonPropertyDescription(
            "OAuth resource server settings. If this field is set, the App acts as an OAuth resource server.")
        @Nullable ResourceServer resourceServer,
    @JsonPropertyDescription(
            "App roles that the operator grants to the App. If this field is not set, the operator neither grants nor revokes roles.")
        @Size(max = 100)
        @Nullable List<AppRoleRef> appRoles,
    @JsonPropertyDescription(
            "Whether the operator reports and keeps roles that other writers granted to the App (Additive) or revokes them (Exact). Without effect if appRoles is not set. The default is Additive.")
        @Default("Additive")
        @Nullable AppRolePolicy appRolePolicy,
    @JsonPropertyDescription(
            "Namespaces whose resources may use the app roles and the scopes of this application, and assign it. The default allows the namespace of the application.")
        @Nullable AllowedNamespaces consumers,
    @JsonPropertyDescription(
            "Name, content and rotation of the Secret to which the operator writes the credentials of an OAuth client (Service Binding Specification).")
        @Nullable CredentialsSecret credentialsSecret,
    @JsonPropertyDescription(
            "Tags of the App, by key, which allowedTags of clients name. Tags with other keys stay, also those that the spec no longer has.")
        @Size(max = 20)
        @Nullable Map<String, @Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> tags,
    @JsonPropertyDescription(
            "Free-form tags of OCI, by key. Tags with other keys stay, also those that the spec no longer has.")
        @Size(max = 10)
        @Nullable Map<String, @Pattern(SpecRules.TEXT) @Size(min = 1, max = 256) String>
            freeformTags,
    @JsonPropertyDescription(
            "Defined tags of OCI, by tag namespace and key with a period between, for example Operations.CostCenter; their case does not matter. Other tags stay, such as those that OCI sets or that the spec no longer has. The policies of the IdentityDomain must permit the tag namespaces.")
        @Size(max = 64)
        @Nullable Map<String, @Pattern(SpecRules.TEXT) @Size(min = 1, max = 256) String>
            definedTags,
    @JsonPropertyDescription(
            "Further attributes of the App, by their names in the REST API. The policies of the IdentityDomain must permit them.")
        @Nullable ExtraAttributes extraAttributes,
    @JsonPropertyDescription("Presentation of the App to users of the domain.")
        @Nullable Portal portal,
    @JsonPropertyDescription(
            "Whether the operator deletes the App (Delete) or keeps it (Retain) when this resource is deleted. Without a value, the operator deletes an App that it created and keeps an adopted App, which Delete deletes only while the policies of the IdentityDomain permit its adoption.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Existing App that the operator adopts: none (Never), the App with the same client id (ByClientId), or the App with the same displayName, which keeps its client id (ByDisplayName). An adopted App keeps its client secret. The policies of the IdentityDomain must permit it. The operator never adopts an App of another owner, of the identity domain itself, or of an operator. The default is Never.")
        @Default("Never")
        @Nullable AdoptionPolicy adoptionPolicy,
    @JsonPropertyDescription(
            "Whether the operator writes the desired state to the domain (Enforce), or writes nothing and lists the differing attributes in status.drift (Observe). The policy also applies to the AppRoles of the application and their AppRoleGrants. The default is Enforce.")
        @Default("Enforce")
        @Nullable ManagementPolicy managementPolicy) {}
