package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A reference to a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.externalApplication) || !has(self.application)",
    message = "may not be set together with application",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".externalApplication")
public record AppRoleRef(
    @JsonPropertyDescription("Display name of the app role.")
        @Required
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        String role,
    @JsonPropertyDescription(
            "ClientApplication that defines the role; its spec.consumers must allow this namespace. If neither this field nor externalApplication is set, the identity domain itself defines the role.")
        @Nullable NamespacedRef application,
    @JsonPropertyDescription(
            "App without a ClientApplication that defines the role; spec.policies of the IdentityDomain must permit it. Forbidden together with application.")
        @Nullable ExternalApplicationRef externalApplication) {}
