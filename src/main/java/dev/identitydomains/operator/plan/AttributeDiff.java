package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.TreeMap;

/** Compares declared with observed attributes, for Apps and AppRoles. */
final class AttributeDiff {

  private AttributeDiff() {}

  /** The declared attributes that differ from the observed ones, with the values to write. */
  static Map<String, AttributeValue> between(
      Map<String, AttributeValue> declared, Map<String, AttributeValue> observed) {
    var difference = new TreeMap<String, AttributeValue>();
    declared.forEach((name, value) -> {
      if (!value.isSatisfiedBy(observed.get(name))) {
        difference.put(name, value.changeOf(observed.get(name)));
      }
    });
    return difference;
  }
}
