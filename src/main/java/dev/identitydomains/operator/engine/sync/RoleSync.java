package dev.identitydomains.operator.engine.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleChange;
import dev.identitydomains.operator.plan.RoleClaim;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.plan.RolePlanner;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds AppRoles and brings them to their desired state. */
public final class RoleSync {

  private final Inventory inventory;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final ConflictRetry retry;

  public RoleSync(Inventory inventory, InventoryReader reader, WriteScheduler writes) {
    this.inventory = inventory;
    this.reader = reader;
    this.retry = new ConflictRetry(reader::lastBegun, reader::lastCompleted);
    this.writes = writes;
  }

  /** The roles with these names; a role that does not exist has no entry. */
  public Map<RoleName, Role> find(Collection<RoleName> names) {
    return inventory.find(names);
  }

  /**
   * Whether the domain has this flag of a role as false: it refuses to grant it to such grantees.
   *
   * @param flag wire name, for example {@code availableToClients}
   */
  public boolean isUnavailable(RoleName role, String flag) {
    return inventory
        .role(role)
        .map(found -> found.attributes().get(flag))
        .filter(new AttributeValue.Scalar(false)::equals)
        .isPresent();
  }

  /** The name of a role; empty when unknown. */
  public Optional<RoleName> nameOf(Role role) {
    return inventory.nameOf(role);
  }

  /**
   * Reads the role again if the inventory may lack a write of this process.
   *
   * @throws CallException when a call fails
   */
  public void refreshIfUnconfirmed(DesiredRole desired) {
    reader.refreshIfStale();
    var none = new RoleClaim(null, false, false);
    retry.refreshIfUnconfirmed(new Subject(desired, none));
  }

  /** Plans from the inventory; sends nothing. */
  public Decision<ObservedRole, RoleChange> plan(DesiredRole desired, RoleClaim claim) {
    return RolePlanner.plan(desired, inventory.role(desired.name()).orElse(null), claim);
  }

  /**
   * Executes a plan for the desired role.
   *
   * @param claim as in {@link #plan}, for a second plan after a conflict
   * @param announce gets each plan before its execution
   * @throws CallException when a call fails
   */
  public SyncResult<SyncedRole> execute(
      Plan<ObservedRole, RoleChange> plan,
      DesiredRole desired,
      RoleClaim claim,
      Consumer<Plan<ObservedRole, RoleChange>> announce) {
    return retry.execute(plan, new Subject(desired, claim), announce);
  }

  /**
   * Deletes the role; a missing role counts as deleted.
   *
   * @param claim another role of this name stays
   * @return whether there was a role to delete
   * @throws CallException when a call fails
   */
  public boolean delete(RoleName name, RoleClaim claim) {
    if (inventory.role(name).isEmpty()) {
      reader.refreshRole(name); // the inventory may lack a role that exists
    }
    var plan = RolePlanner.planDeletion(inventory.role(name).filter(claim::isOf).orElse(null));
    execute(plan);
    return !plan.changes().isEmpty();
  }

  private SyncedRole execute(Plan<ObservedRole, RoleChange> plan) {
    var roleId = plan.subject() == null ? "" : plan.subject().id();
    for (var change : plan.changes()) {
      switch (change) {
        case RoleChange.Create create -> roleId = create(create.role());
        case RoleChange.Adopt _ -> {} // nothing to write
        case RoleChange.Patch patch ->
            patch(Objects.requireNonNull(plan.subject()), patch.attributes());
        case RoleChange.Delete _ -> {
          writes.send(Operation.delete(ScimType.APP_ROLE, roleId));
          inventory.roleDeleted(roleId);
        }
      }
    }
    return new SyncedRole(roleId, plan.changes());
  }

  private void patch(ObservedRole role, Map<String, AttributeValue> attributes) {
    var json = AttributeJson.write(attributes);
    var written =
        writes.send(Operation.replace(ScimType.APP_ROLE, role.id(), role.version(), json));
    inventory.rolePatched(role.id(), attributes, written.version());
  }

  private String create(DesiredRole role) {
    var written = writes.send(Operation.create(ScimType.APP_ROLE, body(role)));
    var attributes = new HashMap<>(role.fixed());
    attributes.putAll(role.attributes());
    if (!role.fixed().keySet().containsAll(AVAILABILITY)) {
      reader.refreshRole(role.name()); // what the domain decides limits grants of the role
    }
    if (inventory.role(role.name()).filter(read -> read.id().equals(written.id())).isEmpty()) {
      inventory.put(new ObservedRole(written.id(), role.name(), written.version(), attributes));
    }
    return written.id();
  }

  private static final Set<String> AVAILABILITY =
      Set.of("availableToClients", "availableToGroups", "availableToUsers");

  private static ObjectNode body(DesiredRole role) {
    var body = JsonNodeFactory.instance.objectNode();
    body.setAll(AttributeJson.write(role.fixed()));
    body.setAll(AttributeJson.write(role.attributes()));
    body.put("displayName", role.displayName());
    body.putObject("app").put("value", role.applicationId());
    return body;
  }

  private final class Subject implements SyncSubject<ObservedRole, RoleChange, SyncedRole> {

    private final DesiredRole desired;
    private final RoleClaim claim;

    Subject(DesiredRole desired, RoleClaim claim) {
      this.desired = desired;
      this.claim = claim;
    }

    @Override
    public String key() {
      return desired.uniqueName();
    }

    @Override
    public Decision<ObservedRole, RoleChange> plan() {
      return RoleSync.this.plan(desired, claim);
    }

    @Override
    public SyncedRole execute(Plan<ObservedRole, RoleChange> plan) {
      return RoleSync.this.execute(plan);
    }

    @Override
    public void refresh() {
      reader.refreshRole(desired.name());
    }
  }
}
