package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the tags that a spec declares by key, and leaves the others, among them the owner's. */
record AppTags(WriteScheduler writes) {

  /**
   * Sets tags, one by one where one of them has gone, or has come, since the inventory was read.
   *
   * @param known the tags that the App has as far as is known; null for none
   */
  WriteResult set(AppRef target, DeclaredEntries tags, @Nullable AttributeValue known) {
    var present = known instanceof DeclaredEntries all ? all.entries().keySet() : Set.<String>of();
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
}
