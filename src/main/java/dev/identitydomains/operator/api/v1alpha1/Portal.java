package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How the domain presents the App to its users. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Portal(
    @JsonPropertyDescription("Email address of the people who answer for the application.")
        @Pattern("^[^@\\s]+@[^@\\s]+$")
        @Size(max = 254)
        @Nullable String contactEmail) {}
