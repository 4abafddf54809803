package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes attributes of an App and records them in the inventory; leaves what others have added. */
record AppPatch(WriteScheduler writes, Inventory inventory, InventoryReader reader) {

  /** Tags by key: a list of all would take back what another step has just written. */
  void write(AppRef target, Map<String, AttributeValue> attributes) {
    var replaced = new HashMap<>(attributes);
    if (replaced.remove(DesiredApplication.TAGS) instanceof DeclaredEntries tags) {
      var written = setTags(target, tags);
      inventory.patched(target.id(), Map.of(DesiredApplication.TAGS, tags), written.version());
      target = target.withVersion(written.version());
      requireNone(written, Map.of(DesiredApplication.TAGS, tags));
    }
    if (replaced.values().stream().anyMatch(DeclaredEntries.class::isInstance)) {
      replaceAmongOthers(target, replaced);
    } else if (!replaced.isEmpty()) {
      replace(target, replaced, replaced);
    }
  }

  /** One by one where one of them has gone, or has come, since the inventory was read. */
  private WriteResult setTags(AppRef target, DeclaredEntries tags) {
    var present = presentTags(target);
    try {
      return writes.send(OwnerTags.set(target.id(), tags, present));
    } catch (CallException e) {
      if (!e.answered(400) || present.stream().noneMatch(tags.entries()::containsKey)) {
        throw e;
      }
    }
    WriteResult last = null;
    for (var tag : tags.entries().entrySet()) {
      var one = new DeclaredEntries(tags.key(), Map.of(tag.getKey(), tag.getValue()));
      try {
        last = writes.send(OwnerTags.set(target.id(), one, Set.of(tag.getKey())));
      } catch (CallException e) {
        if (!e.answered(400)) {
          throw e;
        }
        last = writes.send(OwnerTags.set(target.id(), one, Set.of()));
      }
    }
    return Objects.requireNonNull(last);
  }

  private Set<String> presentTags(AppRef target) {
    return inventory.applications(target.clientId(), "").stream()
        .filter(app -> app.ref().id().equals(target.id()))
        .map(app -> app.attributes().get(DesiredApplication.TAGS))
        .flatMap(tags ->
            tags instanceof DeclaredEntries present
                ? present.entries().keySet().stream()
                : Stream.empty())
        .collect(Collectors.toSet());
  }

  /** The lists have entries that others have added unseen: they are read just before. */
  private void replaceAmongOthers(AppRef target, Map<String, AttributeValue> declared) {
    var present = reader.refreshApplication(target.id()).orElseThrow(() -> gone(target));
    var all = new HashMap<>(declared);
    all.replaceAll((name, value) ->
        value instanceof DeclaredEntries
            ? value.mergedOnto(present.attributes().get(name))
            : value);
    // the version of the plan, if any: by now, the App may be that of another owner
    var version = target.version() == null ? present.ref().version() : target.version();
    replace(target.withVersion(version), declared, all);
  }

  private static CallException gone(AppRef target) {
    return new CallException(
        new CallFailure.Answered(
            "GET Apps", 404, "App %s is gone".formatted(target.id()), null, null, null),
        null);
  }

  /**
   * Replaces attributes.
   *
   * @param declared what the reply has to have
   * @param all the values, with those of others
   */
  private void replace(
      AppRef target, Map<String, AttributeValue> declared, Map<String, AttributeValue> all) {
    var json = AttributeJson.write(all);
    var written = writes.send(Operation.replace(ScimType.APP, target.id(), target.version(), json));
    inventory.patched(target.id(), all, written.version());
    requireNone(written, declared);
  }

  private static void requireNone(WriteResult written, Map<String, AttributeValue> declared) {
    if (written.resource() != null) {
      requireNone("PATCH", AttributeJson.differing(written.resource(), declared, false));
    }
  }

  static void requireNone(String method, Set<String> differing) {
    if (!differing.isEmpty()) {
      throw notAsked(method, "other values than it was sent: " + String.join(", ", differing));
    }
  }

  static CallException notAsked(String method, String what) {
    return new CallException(
        new CallFailure.Malformed("the reply to %s Apps has %s".formatted(method, what)), null);
  }
}
