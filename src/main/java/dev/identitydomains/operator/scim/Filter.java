package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A SCIM filter. The factory methods write the values as JSON strings, as RFC 7644 section 3.4.2.2
 * demands ("compValue").
 */
public record Filter(String expression) {

  /** {@code attribute eq "value"}. */
  public static Filter eq(String attribute, String value) {
    return comparison(attribute, "eq", value);
  }

  /** {@code attribute sw "value"}. */
  public static Filter startsWith(String attribute, String value) {
    return comparison(attribute, "sw", value);
  }

  private static Filter comparison(String attribute, String operator, String value) {
    return new Filter("%s %s %s".formatted(attribute, operator, TextNode.valueOf(value)));
  }

  /**
   * The attribute has one of these values.
   *
   * @param values not empty
   */
  public static Filter oneOf(String attribute, Collection<String> values) {
    return new Filter(
        values.stream()
            .map(value -> eq(attribute, value).expression)
            .collect(Collectors.joining(" or ")));
  }

  /** Both filters match. */
  public Filter and(Filter other) {
    return new Filter("(%s) and (%s)".formatted(expression, other.expression));
  }

  /** At least one of the filters matches. */
  public Filter or(Filter other) {
    return new Filter("(%s) or (%s)".formatted(expression, other.expression));
  }
}
