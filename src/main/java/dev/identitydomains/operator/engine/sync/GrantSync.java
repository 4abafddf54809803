package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.GrantJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GrantPlanner;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.List;
import java.util.Optional;

/** Gives roles to groups, users and dynamic resource groups. */
public final class GrantSync {

  private final ScimClient scim;
  private final Inventory inventory;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final ConflictRetry retry;

  public GrantSync(
      ScimClient scim, Inventory inventory, InventoryReader reader, WriteScheduler writes) {
    this.scim = scim;
    this.inventory = inventory;
    this.reader = reader;
    this.writes = writes;
    this.retry = new ConflictRetry(reader::fullReads);
  }

  /**
   * The ids of those who have this name in the domain; names of groups need not be unique.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails
   */
  public List<String> named(GranteeType type, String name) {
    var scimType =
        switch (type) {
          case APP -> ScimType.APP;
          case GROUP -> ScimType.GROUP;
          case USER -> ScimType.USER;
          case DYNAMIC_RESOURCE_GROUP -> ScimType.DYNAMIC_RESOURCE_GROUP;
        };
    var attribute = type == GranteeType.USER ? "userName" : "displayName";
    return scim.list(scimType, Optional.of(Filter.eq(attribute, name)), List.of("id")).stream()
        .map(ScimResource::id)
        .toList();
  }

  /** The grant, if the domain has it. Grants to users are not part of any reading of the domain. */
  public Optional<ObservedGrant> find(DesiredGrant desired) {
    return desired.type() == GranteeType.USER
        ? reader.readGrant(desired)
        : inventory.grant(desired.granteeId(), desired.role());
  }

  /**
   * Makes the grant as desired.
   *
   * @param formerId id of the grant that was made before, which goes if it is another one
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public SyncResult.Granted apply(
      DesiredGrant desired, Optional<String> formerId, Priority priority) {
    reader.refreshIfStale();
    return retry.run(
        String.join("/", desired.granteeId(), desired.role().id()),
        () -> GrantPlanner.plan(desired, find(desired), formerId),
        decision -> carryOut((Plan) decision, priority),
        () -> refresh(desired));
  }

  private void refresh(DesiredGrant desired) {
    if (desired.type() != GranteeType.USER) {
      reader.refreshGrant(desired);
    }
  }

  private SyncResult.Granted carryOut(Plan plan, Priority priority) {
    var grantId = plan.subjectId().orElse("");
    for (var change : plan.changes()) {
      if (change instanceof Change.CreateGrant create) {
        grantId = create(create.grant(), priority);
      } else if (change instanceof Change.RevokeGrant revoke) {
        revoke(revoke.grantId(), priority);
      }
    }
    return new SyncResult.Granted(grantId, plan.changes());
  }

  private String create(DesiredGrant grant, Priority priority) {
    var written = writes.send(Operation.create(ScimType.GRANT, GrantJson.write(grant)), priority);
    if (grant.type() != GranteeType.USER) {
      inventory.granted(new ObservedGrant(written.id(), grant.granteeId(), grant.role()));
    }
    return written.id();
  }

  /**
   * Takes a grant back; one that is gone counts as taken back.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails
   */
  public void revoke(String grantId, Priority priority) {
    writes.send(Operation.delete(ScimType.GRANT, grantId), priority);
    inventory.revoked(grantId);
  }
}
