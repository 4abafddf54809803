package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret that receives client id and secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CredentialsSecret(
    @JsonPropertyDescription("Its name; <metadata.name>-oauth-client by default.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(min = 1, max = 253)
        @Nullable String name,
    @JsonPropertyDescription(
            "How long a client secret is used before it is replaced, for example 2160h; the old one ends at once. Never by default.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 21)
        @Nullable String rotateAfter,
    @JsonPropertyDescription(
            "Other names for its keys, where they are not as the application wants them.")
        @Nullable SecretKeys keys,
    @JsonPropertyDescription(
            "What to restart when the credentials in the Secret have changed, of the same namespace: Deployment/name, StatefulSet/name or DaemonSet/name.")
        @Size(max = 20)
        @Nullable
            List<
                @Pattern("^(Deployment|StatefulSet|DaemonSet)/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
                String>
            restart,
    @JsonPropertyDescription("Further labels of the Secret.") @Nullable Map<String, String> labels,
    @JsonPropertyDescription("Further annotations of the Secret.")
        @Nullable Map<String, String> annotations) {}
