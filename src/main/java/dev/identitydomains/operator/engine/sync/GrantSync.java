package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.GrantJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.GrantClaim;
import dev.identitydomains.operator.plan.GrantPlanner;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.RecordedGrant;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings grants to groups, users and dynamic resource groups to their desired state. */
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
    this.retry = new ConflictRetry(reader::lastBegun, reader::lastCompleted);
  }

  /**
   * Reads the ids of the grantees with this name; displayNames of groups need not be unique. A
   * dynamic resource group may have its OCID in place of the name.
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
    return scim.list(scimType, Filter.eq(nameOf(type, name), name), List.of("id")).stream()
        .map(ScimResource::id)
        .toList();
  }

  private static String nameOf(GranteeType type, String name) {
    if (type == GranteeType.USER) {
      return "userName";
    }
    return type == GranteeType.DYNAMIC_RESOURCE_GROUP && name.startsWith("ocid1.")
        ? "ocid"
        : "displayName";
  }

  /**
   * Finds the grant in the inventory, and a grant to a user, which no full read contains, in the
   * domain.
   *
   * @throws CallException when a call fails
   */
  public Optional<ObservedGrant> find(DesiredGrant desired) {
    return desired.type() == GranteeType.USER
        ? reader.read(desired)
        : inventory.grant(desired.granteeId(), desired.entitlement().id());
  }

  /**
   * Finds a recorded grant in the inventory or else in the domain: a list may have been old, and
   * the reply to a creation that was only announced may be lost.
   *
   * @return empty when the domain has another one or none
   * @throws CallException when a call fails
   */
  public Optional<ObservedGrant> find(RecordedGrant recorded) {
    return inventory
        .grant(recorded.granteeId(), recorded.entitlementId())
        .or(() ->
            reader.readGrant(recorded.granteeId(), recorded.entitlementId(), recorded.ofWholeApp()))
        .filter(recorded::isOf);
  }

  /**
   * Reads the grant again if the inventory may lack a write of this process.
   *
   * @throws CallException when a call fails
   */
  public void refreshIfUnconfirmed(DesiredGrant desired) {
    reader.refreshIfStale();
    retry.refreshIfUnconfirmed(new Subject(desired, new GrantClaim(List.of(), false)));
  }

  /**
   * Plans from the inventory, and for a user from the domain itself.
   *
   * @throws CallException when a call fails
   */
  public Decision<ObservedGrant, GrantChange> plan(DesiredGrant desired, GrantClaim claim) {
    var former =
        claim.records().stream()
            .filter(record -> !record.adopted() && !record.isOf(desired))
            .flatMap(record -> find(record).stream())
            .toList();
    return GrantPlanner.plan(desired, find(desired).orElse(null), claim, former);
  }

  /**
   * Executes a plan for the desired grant.
   *
   * @param claim as in {@link #plan}, for a second plan after a conflict
   * @param announce gets each plan before its execution
   * @throws CallException when a call fails
   */
  public SyncResult<SyncedGrant> execute(
      Plan<ObservedGrant, GrantChange> plan,
      DesiredGrant desired,
      GrantClaim claim,
      Consumer<Plan<ObservedGrant, GrantChange>> announce) {
    return retry.execute(plan, new Subject(desired, claim), announce);
  }

  private SyncedGrant execute(Plan<ObservedGrant, GrantChange> plan) {
    var grantId = plan.subject() == null ? "" : plan.subject().id();
    for (var change : plan.changes()) {
      switch (change) {
        case GrantChange.Create create -> grantId = create(create.grant());
        case GrantChange.Adopt adopt -> grantId = adopt.grantId();
        case GrantChange.Revoke revoke -> revoke(revoke.grantId());
      }
    }
    return new SyncedGrant(grantId, plan.changes());
  }

  private String create(DesiredGrant grant) {
    var written = writes.send(Operation.create(ScimType.GRANT, GrantJson.write(grant)));
    if (grant.type() != GranteeType.USER) {
      inventory.granted(new ObservedGrant(written.id(), grant.granteeId(), grant.entitlement()));
    }
    return written.id();
  }

  /**
   * Revokes a grant; a missing grant counts as revoked.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails
   */
  public void revoke(String grantId) {
    writes.send(Operation.delete(ScimType.GRANT, grantId));
    inventory.revoked(grantId);
  }

  private final class Subject implements SyncSubject<ObservedGrant, GrantChange, SyncedGrant> {

    private final DesiredGrant desired;
    private final GrantClaim claim;

    Subject(DesiredGrant desired, GrantClaim claim) {
      this.desired = desired;
      this.claim = claim;
    }

    @Override
    public String key() {
      return desired.granteeId() + "/" + desired.entitlement().id();
    }

    @Override
    public Decision<ObservedGrant, GrantChange> plan() {
      return GrantSync.this.plan(desired, claim);
    }

    @Override
    public SyncedGrant execute(Plan<ObservedGrant, GrantChange> plan) {
      return GrantSync.this.execute(plan);
    }

    @Override
    public void refresh() {
      if (desired.type() != GranteeType.USER) {
        reader.refreshGrant(desired);
      }
    }
  }
}
