package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** From which namespaces an object may be used, as in the Gateway API. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.selector) || !has(self.from) || self.from != 'Selector'",
    message = "must be set when from is Selector",
    reason = SpecRules.REQUIRED,
    fieldPath = ".selector")
@ValidationRule(
    value = "!has(self.selector) || (has(self.from) && self.from == 'Selector')",
    message = "may not be set unless from is Selector",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".selector")
public record AllowedNamespaces(
    @JsonPropertyDescription(
            "Same: the object's own namespace. All: every one. Selector: those whose labels match.")
        @Default("Same")
        @Nullable From from,
    @JsonPropertyDescription("Which namespaces, with from: Selector.")
        @Nullable NamespaceSelector selector) {

  /** Decides from which namespaces the object may be used. */
  @JsonDeserialize(using = EnumOrUnknown.class)
  public enum From {
    /** The object's own namespace. */
    Same,
    /** Every namespace. */
    All,
    /** Namespaces whose labels match the selector. */
    Selector,
    /** A value that this version does not know. */
    @JsonIgnore
    Unknown
  }
}
