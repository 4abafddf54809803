package dev.identitydomains.operator.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What identifies an entry of a multi-valued complex attribute.
 *
 * @param subAttributes wire names, in the order in which {@link #SEPARATOR} joins their values
 * @param caseExact whether two values that differ in case are two
 */
public record EntryKey(List<String> subAttributes, boolean caseExact) {

  /** Between the values of several sub-attributes, none of which but the last may have it. */
  public static final String SEPARATOR = ".";

  public EntryKey {
    subAttributes = List.copyOf(subAttributes);
  }

  /** One sub-attribute, for example {@code key}. */
  public static EntryKey of(String subAttribute) {
    return new EntryKey(List.of(subAttribute), true);
  }

  /** A map of the same entries by key. */
  <V> TreeMap<String, V> map(Map<String, V> entries) {
    var copy = new TreeMap<String, V>(caseExact ? null : String.CASE_INSENSITIVE_ORDER);
    copy.putAll(entries);
    return copy;
  }
}
