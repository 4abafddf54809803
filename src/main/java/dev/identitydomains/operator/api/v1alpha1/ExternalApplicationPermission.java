package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What resources may have of an App that no ClientApplication of the cluster has. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.clientId) != has(self.displayName)",
    message = "must be set unless displayName is, and not together with it",
    reason = SpecRules.INVALID,
    fieldPath = ".clientId")
public record ExternalApplicationPermission(
    @JsonPropertyDescription("Client id of the App, as the resources name it.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String clientId,
    @JsonPropertyDescription("Display name of the App, as the resources name it.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String displayName,
    @JsonPropertyDescription(
            "Display names of app roles of the App that may be granted; * stands for all. The default is none.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> roles,
    @JsonPropertyDescription(
            "Values of scopes of the App that clients may request, without its audience; * stands for all. The default is none.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> scopes) {}
