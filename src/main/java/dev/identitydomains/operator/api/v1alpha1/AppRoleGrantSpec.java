package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The desired role and grantee. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.domainRef) || has(self.role.application)",
    message = "must be set unless role.application is: it names the domain of the role",
    reason = SpecRules.REQUIRED,
    fieldPath = ".domainRef")
@ValidationRule(
    value = "!has(self.domainRef) || !has(self.role.application)",
    message =
        "may not be set together with role.application: the domain is that of the application",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".domainRef")
@ValidationRule(
    value = SpecRules.SAME_DOMAIN,
    message = "is immutable: delete the AppRoleGrant and create it anew",
    reason = SpecRules.INVALID,
    fieldPath = ".domainRef")
@ValidationRule(
    value = SpecRules.ONE_GRANTEE,
    message = SpecRules.ONE_GRANTEE_MESSAGE,
    reason = SpecRules.INVALID,
    fieldPath = ".grantee")
public record AppRoleGrantSpec(
    @JsonPropertyDescription(
            "IdentityDomain of the role. Required if role.application is not set, forbidden otherwise: the grant of a ClientApplication's role belongs to the domain of the application. Immutable.")
        @Nullable NamespacedRef domainRef,
    @JsonPropertyDescription("App role that the grantee gets.") @Required AppRoleRef role,
    @JsonPropertyDescription(
            "Grantee that gets the role. Exactly one of group, user and dynamicResourceGroup is required.")
        @Required
        RoleGrantee grantee,
    @JsonPropertyDescription(
            "Whether the operator revokes the grant (Delete) or keeps it (Retain) when this resource is deleted. Without a value, the operator revokes a grant that it created and keeps an adopted grant, which Delete revokes only while the policies of the IdentityDomain permit its adoption.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Whether the operator adopts the grant if it exists already (ByName) or reports a conflict (Never). The adoption of a grant of a role that no application of this namespace defines needs the permission of the IdentityDomain's policies. The default is Never.")
        @Default("Never")
        @Nullable ObjectAdoptionPolicy adoptionPolicy)
    implements GrantSpec {}
