package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the tags that a spec declares by key, and leaves the others, among them the owner's. */
record AppTags(WriteScheduler writes, Inventory inventory) {

  /** One by one where one of them has gone, or has come, since the inventory was read. */
  WriteResult set(AppRef target, DeclaredEntries tags) {
    var present = present(target);
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

  private Set<String> present(AppRef target) {
    return inventory.applications(target.clientId(), "").stream()
        .filter(known -> known.ref().id().equals(target.id()))
        .map(known -> known.attributes().get(DesiredApplication.TAGS))
        .flatMap(tags ->
            tags instanceof DeclaredEntries present
                ? present.entries().keySet().stream()
                : Stream.empty())
        .collect(Collectors.toSet());
  }
}
