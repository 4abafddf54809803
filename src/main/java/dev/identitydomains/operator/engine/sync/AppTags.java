package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.EntryKey;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes the tags that a spec declares by key, and leaves the others, among them the owner's. */
record AppTags(WriteScheduler writes, Inventory inventory) {

  /** One by one where one of them has gone, or has come, since the inventory was read. */
  WriteResult set(AppRef target, DeclaredEntries tags) {
    var known = known(target, tags.key());
    var present = known.entries().keySet();
    try {
      return writes.send(OwnerTags.set(target.id(), tags.without(known), present));
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

  private DeclaredEntries known(AppRef target, EntryKey key) {
    return inventory.applications(target.clientId(), "").stream()
        .filter(known -> known.ref().id().equals(target.id()))
        .map(known -> known.attributes().get(DesiredApplication.TAGS))
        .filter(DeclaredEntries.class::isInstance)
        .map(DeclaredEntries.class::cast)
        .findFirst()
        .orElseGet(() -> new DeclaredEntries(key, Map.of()));
  }
}
