package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who is given which role. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.domainRef) != has(self.role.application)",
    message =
        "exactly one of domainRef, for a role of the domain itself, and role.application must be set")
@ValidationRule(
    value =
        "has(self.domainRef) == has(oldSelf.domainRef) && (!has(self.domainRef) || self.domainRef == oldSelf.domainRef)",
    message = "domainRef is immutable: delete the AppRoleGrant and create it anew")
public record AppRoleGrantSpec(
    @JsonPropertyDescription(
            "The IdentityDomain whose own role is granted; the domain of a ClientApplication's role is that of the application.")
        @Nullable NamespacedRef domainRef,
    @JsonPropertyDescription("The role.") @Required AppRoleRef role,
    @JsonPropertyDescription("Who is given it. Exactly one member.") @Required RoleGrantee grantee,
    @JsonPropertyDescription("What becomes of the grant when this resource is deleted.")
        @Default("Delete")
        @Pattern("^(Delete|Retain)$")
        @Nullable String deletionPolicy) {}
