package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** CA certificates of a domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaBundle(
    @JsonPropertyDescription(
            "ConfigMap in the same namespace with one or more CA certificates in PEM, at most 50 and 64 KB. The default of key is ca.crt.")
        @Required
        SecretKeyRef configMapRef,
    @JsonPropertyDescription(
            "Whether the operator trusts these certificates alone (true), or also those of its Java runtime (false). The default is false.")
        @Default("false")
        @Nullable Boolean only) {}
