package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.CreatedAppReader;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.engine.inventory.ScopeState;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.ApplicationPlanner;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Brings Apps to their desired state: look at the inventory, plan, carry out. */
public final class ApplicationSync {

  private final ScimClient scim;
  private final Inventory inventory;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final CreatedAppReader newApps;
  private final ConflictRetry retry;

  public ApplicationSync(
      ScimClient scim,
      Inventory inventory,
      InventoryReader reader,
      WriteScheduler writes,
      CreatedAppReader newApps) {
    this.scim = scim;
    this.inventory = inventory;
    this.reader = reader;
    this.retry = new ConflictRetry(reader::fullReads);
    this.writes = writes;
    this.newApps = newApps;
  }

  /**
   * Makes the App as desired. When the inventory turns out to be out of date, the App is read anew
   * and planned for once more.
   *
   * @param mayChange which other Apps may lose a scope that this one drops
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public SyncResult apply(
      DesiredApplication desired, Predicate<Ownership> mayChange, Priority priority) {
    reader.refreshIfStale();
    return retry.run(
        desired.clientId(),
        () -> decide(desired, mayChange),
        decision -> carryOut(decision, desired, priority),
        () -> reader.refreshApplications(desired.clientId(), desired.displayName()));
  }

  /** What {@link #apply} would do; nothing is written. */
  public SyncResult observe(DesiredApplication desired) {
    return switch (decide(desired, _ -> false)) {
      case Refusal refusal -> new SyncResult.Refused(refusal);
      case Plan plan -> {
        var subject = subject(plan, observed(desired.clientId(), desired.displayName()));
        yield new SyncResult.Application(
            plan.subjectId().orElse(""),
            subject.map(ObservedApplication::clientId).orElse(desired.clientId()),
            subject.flatMap(app -> app.ref().ocid()),
            Optional.empty(),
            subject.map(ObservedApplication::grants).orElse(Map.of()),
            plan.changes());
      }
    };
  }

  /**
   * Revokes the App's grants, deactivates and deletes it; one that is gone or not ours is left.
   *
   * @param displayName by which it may have been taken over; empty when it may not
   * @param adoptedToo whether an App that existed before it was taken over goes as well
   * @param mayChange which other Apps may lose the scopes that this one defines
   * @return what had to be done
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public List<Change> delete(
      String clientId,
      String displayName,
      OwnerTag owner,
      boolean adoptedToo,
      Predicate<Ownership> mayChange,
      Priority priority) {
    if (observed(clientId, displayName).isEmpty()) {
      reader.refreshApplications(clientId, displayName); // that it is gone, the domain must say
    }
    return retry.run(
        clientId,
        () -> {
          var observed = observed(clientId, displayName);
          return ApplicationPlanner.planDeletion(
              clientId, owner, adoptedToo, observed, clients(observed, mayChange));
        },
        decision -> run((Plan) decision, observed(clientId, displayName), priority).changes(),
        () -> reader.refreshApplications(clientId, displayName));
  }

  /** Whether there is an App of this client id that carries the owner's mark, as far as known. */
  public boolean isOwn(String clientId, OwnerTag owner) {
    return observed(clientId, "").stream().anyMatch(app -> app.ownership().belongsTo(owner));
  }

  /** What is known of a scope by its fully qualified name. */
  public ScopeState scope(String name) {
    return inventory.scope(name);
  }

  /** The aliases of the certificates that the App may sign with, as far as it is known. */
  public Set<String> certificates(DesiredApplication desired) {
    return observed(desired.clientId(), desired.displayName()).stream()
        .flatMap(app -> app.certificates().stream())
        .collect(Collectors.toSet());
  }

  /** The App's current client secret; empty when it has none. */
  public Optional<Sensitive> secret(String appId) {
    return scim.get(ScimType.APP, appId, List.of("clientSecret"))
        .flatMap(app -> app.text("clientSecret"))
        .map(Sensitive::new);
  }

  /** Who changed the App last, as the domain calls them ({@code idcsLastModifiedBy}). */
  public Optional<String> lastModifiedBy(String appId) {
    return scim.get(ScimType.APP, appId, List.of("idcsLastModifiedBy"))
        .map(app -> app.json().path("idcsLastModifiedBy"))
        .map(by -> by.path("display").asText(by.path("value").asText()))
        .filter(who -> !who.isEmpty());
  }

  /**
   * Gives the App a new client secret; the old one stops working at once.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails; it may have
   *     happened nevertheless
   */
  public Sensitive regenerateSecret(String appId) {
    return scim.regenerateSecret(appId);
  }

  private List<ObservedApplication> observed(String clientId, String displayName) {
    return inventory.applications(clientId, displayName);
  }

  private Decision decide(DesiredApplication desired, Predicate<Ownership> mayChange) {
    var observed = observed(desired.clientId(), desired.displayName());
    return ApplicationPlanner.plan(desired, observed, clients(observed, mayChange));
  }

  private List<ObservedApplication> clients(
      List<ObservedApplication> servers, Predicate<Ownership> mayChange) {
    var scopes = servers.stream().flatMap(app -> app.definedScopes().stream()).toList();
    return inventory.allowedAny(scopes).stream()
        .filter(client -> mayChange.test(client.ownership()))
        .filter(client -> servers.stream().noneMatch(server -> server.ref().equals(client.ref())))
        .toList();
  }

  private SyncResult carryOut(Decision decision, DesiredApplication desired, Priority priority) {
    return switch (decision) {
      case Refusal refusal -> new SyncResult.Refused(refusal);
      case Plan plan -> run(plan, observed(desired.clientId(), desired.displayName()), priority);
    };
  }

  private SyncResult.Application run(
      Plan plan, List<ObservedApplication> observed, Priority priority) {
    return new ApplicationPlanExecutor(
            writes, inventory, newApps, priority, subject(plan, observed))
        .carryOut(plan.changes());
  }

  private static Optional<ObservedApplication> subject(
      Plan plan, List<ObservedApplication> observed) {
    return observed.stream()
        .filter(app -> plan.subjectId().equals(Optional.of(app.ref().id())))
        .findFirst();
  }
}
