package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret that receives client id and secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CredentialsSecret(
    @JsonPropertyDescription("Its name; <metadata.name>-oauth-client by default.")
        @Pattern(SpecRules.NAME)
        @Size(min = 1, max = 253)
        @Nullable String name,
    @JsonPropertyDescription(
            "How long a client secret is used before it is replaced, for example 2160h; the old one ends at once. Never by default.")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String rotateAfter,
    @JsonPropertyDescription(
            "Other names for its keys, where they are not as the application wants them.")
        @Nullable SecretKeys keys,
    @JsonPropertyDescription(
            "What to restart when the credentials in the Secret have changed, of the same namespace: Deployment/name, StatefulSet/name or DaemonSet/name.")
        @Size(max = 20)
        @Nullable List<@Pattern(SpecRules.WORKLOAD) String> restart,
    @JsonPropertyDescription("Further labels of the Secret.") @Size(max = 64)
        @Nullable Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Further annotations of the Secret.") @Size(max = 64)
        @Nullable Map<String, @Size(max = 2048) String> annotations) {}
