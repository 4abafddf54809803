package dev.identitydomains.operator.engine.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.plan.RolePlanner;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds AppRoles and brings them to their desired state. */
public final class RoleSync {

  private final Inventory inventory;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final ConflictRetry retry;

  public RoleSync(Inventory inventory, InventoryReader reader, WriteScheduler writes) {
    this.inventory = inventory;
    this.reader = reader;
    this.retry = new ConflictRetry(reader::fullReads);
    this.writes = writes;
  }

  /** The roles of these names; those that do not exist are left out. */
  public Map<RoleName, Role> find(Collection<RoleName> names) {
    return inventory.find(names);
  }

  /** What a role is called; empty when it is not known. */
  public Optional<RoleName> nameOf(Role role) {
    return inventory.nameOf(role);
  }

  /**
   * Makes the role as desired.
   *
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public SyncResult apply(DesiredRole desired, Priority priority) {
    reader.refreshIfStale();
    return retry.run(
        desired.applicationId() + "/" + desired.displayName(),
        () -> RolePlanner.plan(desired, inventory.role(desired.name())),
        decision -> carryOut(decision, desired, priority),
        () -> reader.refreshRole(desired.name()));
  }

  /** What {@link #apply} would do; nothing is written. */
  public SyncResult observe(DesiredRole desired) {
    return switch (RolePlanner.plan(desired, inventory.role(desired.name()))) {
      case Refusal refusal -> new SyncResult.Refused(refusal);
      case Plan plan ->
          new SyncResult.AppRole(plan.subjectId().orElse(""), uniqueName(desired), plan.changes());
    };
  }

  /** The service makes the name so ("uniqueName"). */
  private static String uniqueName(DesiredRole role) {
    return role.applicationId() + "_" + role.displayName();
  }

  /**
   * Deletes the role; one that is gone counts as deleted.
   *
   * @return what had to be done
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public List<Change> delete(RoleName name, Priority priority) {
    if (inventory.role(name).isEmpty()) {
      reader.refreshRole(name); // that it is gone, the domain itself must say
    }
    var plan = RolePlanner.planDeletion(inventory.role(name));
    plan.subjectId()
        .ifPresent(id -> {
          writes.send(Operation.delete(ScimType.APP_ROLE, id), priority);
          inventory.roleDeleted(id);
        });
    return plan.changes();
  }

  private SyncResult carryOut(Decision decision, DesiredRole desired, Priority priority) {
    return switch (decision) {
      case Refusal refusal -> new SyncResult.Refused(refusal);
      case Plan plan -> {
        var roleId = plan.subjectId().orElse("");
        for (var change : plan.changes()) {
          if (change instanceof Change.CreateRole create) {
            roleId = create(create.role(), priority);
          } else if (change instanceof Change.PatchRole patch) {
            patch(roleId, plan, patch.attributes(), priority);
          }
        }
        yield new SyncResult.AppRole(roleId, uniqueName(desired), plan.changes());
      }
    };
  }

  private void patch(
      String roleId, Plan plan, Map<String, AttributeValue> attributes, Priority priority) {
    var json = AttributeJson.write(attributes);
    var written =
        writes.send(Operation.replace(ScimType.APP_ROLE, roleId, plan.version(), json), priority);
    inventory.rolePatched(roleId, attributes, written.version());
  }

  private String create(DesiredRole role, Priority priority) {
    var written = writes.send(Operation.create(ScimType.APP_ROLE, body(role)), priority);
    var attributes = new HashMap<>(role.fixed());
    attributes.putAll(role.attributes());
    inventory.put(new ObservedRole(written.id(), role.name(), written.version(), attributes));
    return written.id();
  }

  private static ObjectNode body(DesiredRole role) {
    var body = JsonNodeFactory.instance.objectNode();
    body.setAll(AttributeJson.write(role.fixed()));
    body.setAll(AttributeJson.write(role.attributes()));
    body.put("displayName", role.displayName());
    body.putObject("app").put("value", role.applicationId());
    return body;
  }
}
