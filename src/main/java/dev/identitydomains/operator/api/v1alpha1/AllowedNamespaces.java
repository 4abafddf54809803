package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The namespaces whose resources may use an object, as in the Gateway API. */
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
            "Allowed namespaces: only the namespace of this object (Same), every namespace (All), or also the namespaces that match selector (Selector). The default is Same.")
        @Default("Same")
        @Nullable From from,
    @JsonPropertyDescription(
            "Labels of the allowed namespaces. Required if from is Selector, forbidden otherwise.")
        @Nullable NamespaceSelector selector) {

  /** Selects the allowed namespaces. */
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
