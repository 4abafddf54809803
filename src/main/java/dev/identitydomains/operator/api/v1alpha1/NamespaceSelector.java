package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels of namespaces, as in a Kubernetes label selector; all requirements must hold. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "(has(self.matchLabels) && self.matchLabels.size() > 0) || (has(self.matchExpressions) && self.matchExpressions.size() > 0)",
    message = "must have at least one requirement: use from All to select every namespace",
    reason = SpecRules.REQUIRED,
    fieldPath = ".matchLabels")
public record NamespaceSelector(
    @JsonPropertyDescription("Labels that a namespace must have, each with the given value.")
        @Size(max = 32)
        @Nullable Map<String, @Pattern(SpecRules.LABEL_VALUE) @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription("Requirements that the labels of a namespace must meet.")
        @Size(max = 32)
        @Nullable List<LabelRequirement> matchExpressions) {}
