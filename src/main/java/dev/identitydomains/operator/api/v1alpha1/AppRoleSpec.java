package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The desired state of a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.applicationRef == oldSelf.applicationRef",
    message = "is immutable: delete the AppRole and create it anew, which drops its grants",
    reason = SpecRules.INVALID,
    fieldPath = ".applicationRef")
@ValidationRule(
    value =
        "has(self.displayName) == has(oldSelf.displayName) && (!has(self.displayName) || self.displayName == oldSelf.displayName)",
    message = "is immutable: delete the AppRole and create it anew, which drops its grants",
    reason = SpecRules.INVALID,
    fieldPath = ".displayName")
@ValidationRule(
    value =
        "has(self.availableTo) == has(oldSelf.availableTo) && (!has(self.availableTo) || (self.availableTo.all(a, a in oldSelf.availableTo) && oldSelf.availableTo.all(a, a in self.availableTo)))",
    message = "is immutable: delete the AppRole and create it anew, which drops its grants",
    reason = SpecRules.INVALID,
    fieldPath = ".availableTo")
@ValidationRule(
    value =
        "has(self.admin) == has(oldSelf.admin) && (!has(self.admin) || self.admin == oldSelf.admin)",
    message = "is immutable: delete the AppRole and create it anew, which drops its grants",
    reason = SpecRules.INVALID,
    fieldPath = ".admin")
public record AppRoleSpec(
    @JsonPropertyDescription(
            "ClientApplication in the same namespace that defines the role. Immutable.")
        @Required
        LocalRef applicationRef,
    @JsonPropertyDescription(
            "Display name of the role, unique within its application. The default is metadata.name. Immutable.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String displayName,
    @JsonPropertyDescription("Description of the role, for example of the access that it permits.")
        @Pattern(SpecRules.TEXT)
        @Size(max = 250)
        @Nullable String description,
    @JsonPropertyDescription(
            "Types of grantees that the role may be granted to: Clients, Groups and Users. Without a value, the domain decides: Groups and Users. Immutable.")
        @Size(min = 1, max = 3)
        @Nullable List<RoleAudience> availableTo,
    @JsonPropertyDescription("Whether the role is an administrator role. Immutable.")
        @Nullable Boolean admin,
    @JsonPropertyDescription("Whether every user of the domain has the role without a grant.")
        @JsonProperty("public")
        @Nullable Boolean isPublic,
    @JsonPropertyDescription(
            "Whether the operator deletes the role and its grants in the domain (Delete) or keeps them (Retain) when this resource is deleted. Without a value, the operator deletes a role that it created and keeps an adopted role.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Whether the operator adopts a role with the same display name that exists already in the App (ByName) or reports a conflict (Never). The default is Never.")
        @Default("Never")
        @Nullable ObjectAdoptionPolicy adoptionPolicy) {}
