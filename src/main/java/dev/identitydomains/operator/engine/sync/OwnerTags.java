package dev.identitydomains.operator.engine.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.engine.inventory.AttributeJson;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes entries of an App's {@code tags}, among them those that describe its ownership. */
final class OwnerTags {

  private OwnerTags() {}

  /** The entries for a new App. */
  static ArrayNode of(Ownership ownership) {
    return json(entries(ownership));
  }

  /** Replaces the entries of an App that differ; its other tags stay. */
  static Operation change(String appId, Ownership before, Ownership after) {
    var obsolete = entries(before);
    obsolete.entrySet().removeAll(entries(after).entrySet());
    var added = entries(after);
    added.entrySet().removeAll(entries(before).entrySet());
    return Operation.exchange(
        ScimType.APP,
        appId,
        "tags",
        obsolete.keySet().stream().map("key eq \"%s\""::formatted).toList(),
        json(added));
  }

  /**
   * Sets other tags of an App.
   *
   * @param present keys of the tags that it has
   */
  static Operation set(String appId, DeclaredEntries tags, Set<String> present) {
    return Operation.exchange(
        ScimType.APP,
        appId,
        "tags",
        tags.entries().keySet().stream()
            .filter(present::contains)
            .map(key -> Filter.eq("key", key).expression())
            .toList(),
        AttributeJson.write(tags));
  }

  private static ArrayNode json(Map<String, String> entries) {
    var tags = JsonNodeFactory.instance.arrayNode();
    entries.forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    return tags;
  }

  private static Map<String, String> entries(Ownership ownership) {
    var entries = new LinkedHashMap<String, String>();
    if (ownership.tag() != null) {
      entries.put(OwnerTag.KEY, ownership.tag());
    }
    if (ownership.retainedFrom() != null) {
      entries.put(OwnerTag.RETAINED_KEY, ownership.retainedFrom());
    }
    if (ownership.adopted()) {
      entries.put(OwnerTag.ADOPTED_KEY, "true");
    }
    return entries;
  }
}
