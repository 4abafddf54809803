package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Existing objects that the resources of a namespace may adopt. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdoptionPermission(
    @JsonPropertyDescription("Client ids of Apps without owner that may be adopted.")
        @Size(max = 256)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> clientIds,
    @JsonPropertyDescription(
            "Whether every App without owner, and every grant that an administrator made, may be adopted. The default is false.")
        @Nullable Boolean unowned) {}
