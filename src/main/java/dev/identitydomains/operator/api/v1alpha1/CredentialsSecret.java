package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret with the credentials of a client. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CredentialsSecret(
    @JsonPropertyDescription(
            "Name of the Secret, in the same namespace. The default is <metadata.name>-oauth-client.")
        @Pattern(SpecRules.NAME)
        @Size(min = 1, max = 253)
        @Nullable String name,
    @JsonPropertyDescription(
            "Age at which the operator replaces the client secret, in hours, minutes and seconds, at least 1h, for example 2160h. The old client secret stops working at once. Without a value, the operator replaces it only by the annotation identitydomains.dev/rotate-secret.")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.AN_HOUR_TO_TEN_YEARS,
            message = SpecRules.AN_HOUR_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String rotateAfter,
    @JsonPropertyDescription(
            "Names of the keys in the Secret, for applications that need other names than those of the Service Binding Specification.")
        @Nullable SecretKeys keys,
    @JsonPropertyDescription(
            "Workloads in the same namespace that the operator restarts after a change of the credentials: Deployment/name, StatefulSet/name or DaemonSet/name. The operator needs the permissions in deploy/restart.")
        @Size(max = 20)
        @Nullable List<@Pattern(SpecRules.WORKLOAD) String> restart,
    @JsonPropertyDescription("Additional labels of the Secret.") @Size(max = 64)
        @Nullable Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Additional annotations of the Secret.") @Size(max = 64)
        @Nullable Map<String, @Size(max = 2048) String> annotations) {}
