package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A requirement for one label, as in a Kubernetes label selector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
    message = "must be set for the operators In and NotIn, and only for them",
    reason = SpecRules.INVALID,
    fieldPath = ".values")
public record LabelRequirement(
    @JsonPropertyDescription("Key of the label.")
        @Required
        @Pattern(SpecRules.LABEL_KEY)
        @Size(min = 1, max = 317)
        String key,
    @JsonPropertyDescription(
            "Relation of the label to values: its value is one of them (In) or not (NotIn, also without the label), the label exists (Exists) or does not (DoesNotExist).")
        @Required
        Operator operator,
    @JsonPropertyDescription(
            "Values for the operators In and NotIn; forbidden for the other operators.")
        @Size(max = 32)
        @Nullable List<@Pattern(SpecRules.LABEL_VALUE) @Size(max = 63) String> values) {

  /** The relation of a label to the values of its requirement. */
  @JsonDeserialize(using = EnumOrUnknown.class)
  public enum Operator {
    /** The label has one of the values. */
    In,
    /** The label is missing or has another value. */
    NotIn,
    /** The label exists. */
    Exists,
    /** The label does not exist. */
    DoesNotExist,
    /** A value that this version does not know. */
    @JsonIgnore
    Unknown
  }
}
