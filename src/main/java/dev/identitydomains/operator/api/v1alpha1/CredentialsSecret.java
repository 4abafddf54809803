package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret with the credentials of a client. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = SpecRules.UNIQUE_KEYS,
    message = "must be different from each other and from the defaults of the others",
    reason = SpecRules.INVALID,
    fieldPath = ".keys")
@ValidationRule(
    value = SpecRules.KEYS_OF_LABELS,
    message =
        "must have keys of a name of at most 63 letters, digits, '-', '_' and '.', after a DNS subdomain and '/' or alone",
    reason = SpecRules.INVALID,
    fieldPath = ".labels")
@ValidationRule(
    value = SpecRules.KEYS_OF_ANNOTATIONS,
    message =
        "must have keys of a name of at most 63 letters, digits, '-', '_' and '.', after a DNS subdomain other than identitydomains.dev and '/' or alone",
    reason = SpecRules.INVALID,
    fieldPath = ".annotations")
@ValidationRule(
    value = SpecRules.KEYS_OF_TEMPLATE,
    message = "must have keys of letters, digits, '-', '_' and '.'",
    reason = SpecRules.INVALID,
    fieldPath = ".template")
@ValidationRule(
    value = SpecRules.TEMPLATE_BESIDE_KEYS,
    message = "must have other keys than the entries of the Secret",
    reason = SpecRules.INVALID,
    fieldPath = ".template")
@ValidationRule(
    value =
        "!has(self.write) || self.write != 'Never' || !(has(self.rotateAfter) || has(self.template) || has(self.restart))",
    message = "may not be Never together with rotateAfter, template or restart",
    reason = SpecRules.INVALID,
    fieldPath = ".write")
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
            "Additional files in the Secret, by key: Mustache templates over the entries by the names of the Service Binding Specification, for example {{client-id}}. The end of the key tells how values are written: .env as words of a shell, .properties, .xml, and .json, .yaml, .yml and .toml between double quotes that the template has; all others as they are.")
        @Size(max = 8)
        @Nullable Map<String, @Size(max = 8192) String> template,
    @JsonPropertyDescription(
            "Whether the operator writes the Secret (Always) or none (Never), for applications that read nothing from it. With Never, the operator deletes the Secret that it wrote. The default is Always.")
        @Default("Always")
        @Nullable SecretWrite write,
    @JsonPropertyDescription(
            "Workloads in the same namespace that the operator restarts after a change of the credentials: Deployment/name, StatefulSet/name or DaemonSet/name. The operator needs the permissions in deploy/restart.")
        @Size(max = 20)
        @Nullable List<@Pattern(SpecRules.WORKLOAD) @Size(max = 265) String> restart,
    @JsonPropertyDescription("Additional labels of the Secret.") @Size(max = 32)
        @Nullable Map<String, @Pattern(SpecRules.LABEL_VALUE) @Size(max = 63) String> labels,
    @JsonPropertyDescription("Additional annotations of the Secret.") @Size(max = 32)
        @Nullable Map<String, @Size(max = 1024) String> annotations) {}
