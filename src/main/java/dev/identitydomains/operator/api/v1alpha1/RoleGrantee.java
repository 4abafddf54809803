package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The grantee of a role or an App, by its name in the domain or, for some, another identifier. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RoleGrantee(
    @JsonPropertyDescription("Display name of a group. All members of the group get it.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String group,
    @JsonPropertyDescription("User name of a user.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String user,
    @JsonPropertyDescription(
            "Display name, OCID or id (32 hexadecimal digits) of a dynamic resource group. Only the id needs no permission to read the groups.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String dynamicResourceGroup) {}
