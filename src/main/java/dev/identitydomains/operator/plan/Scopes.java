package dev.identitydomains.operator.plan;

import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.Scalar;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads and removes scopes in the attributes of an App. */
public final class Scopes {

  /** Wire name of the scopes that a client may request. */
  public static final String ALLOWED = "allowedScopes";

  /** Wire name of the sub-attribute that identifies an allowed scope. */
  public static final String KEY = "fqs";

  private static final String AUDIENCE = "audience";
  private static final String DEFINED = "scopes";

  /** An audience and a value in a spec have at most 255 characters each. */
  static final int LONGEST_NAME = 1024;

  private Scopes() {}

  static String audience(Map<String, AttributeValue> attributes) {
    return attributes.get(AUDIENCE) instanceof Scalar audience ? audience.value().toString() : "";
  }

  /**
   * A scope's fully qualified name is its audience followed by its value. Names that no spec can
   * declare or request are left out: each repeats the audience, however long a domain makes it.
   */
  static Set<String> defined(Map<String, AttributeValue> attributes) {
    var audience = audience(attributes);
    return AttributeValue.keys(attributes.get(DEFINED)).stream()
        .filter(value -> audience.length() + value.length() <= LONGEST_NAME)
        .map(value -> audience + value)
        .collect(Collectors.toSet());
  }

  static Set<String> allowed(Map<String, AttributeValue> attributes) {
    return AttributeValue.keys(attributes.get(ALLOWED));
  }

  /** A copy of the attributes that declares further allowed scopes. */
  static Map<String, AttributeValue> with(
      Map<String, AttributeValue> attributes, Set<String> scopes) {
    var all = new TreeSet<>(allowed(attributes));
    all.addAll(scopes);
    var changed = new TreeMap<>(attributes);
    changed.put(ALLOWED, ComplexValues.ofKeys(KEY, all));
    return changed;
  }

  /** A copy of the attributes without these allowed scopes. */
  public static Map<String, AttributeValue> without(
      Map<String, AttributeValue> attributes, Set<String> scopes) {
    if (scopes.isEmpty() || !(attributes.get(ALLOWED) instanceof ComplexValues allowed)) {
      return attributes;
    }
    var fewer = new TreeMap<>(allowed.entries());
    fewer.keySet().removeAll(scopes);
    var changed = new TreeMap<>(attributes);
    changed.put(ALLOWED, new ComplexValues(allowed.key(), fewer));
    return changed;
  }
}
