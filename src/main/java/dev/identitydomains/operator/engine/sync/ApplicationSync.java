package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.calls.CreatedAppReader;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AppDeletion;
import dev.identitydomains.operator.plan.ApplicationPlanner;
import dev.identitydomains.operator.plan.AttributeValue.Scalar;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Withdrawal;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.text.ForeignText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Brings Apps to their desired state: plans from the inventory, executes, records the result. */
public final class ApplicationSync {

  private final ScimClient scim;
  private final Inventory inventory;
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final CreatedAppReader createdApps;
  private final AppPatch patches;
  private final ConflictRetry retry;
  private final KnownApplications known;

  /**
   * @param isOperatorClient selects the client ids of operators, whose Apps stay as they are
   */
  public ApplicationSync(
      ScimClient scim,
      Inventory inventory,
      InventoryReader reader,
      WriteScheduler writes,
      CreatedAppReader createdApps,
      Predicate<String> isOperatorClient) {
    this.scim = scim;
    this.inventory = inventory;
    this.reader = reader;
    this.retry = new ConflictRetry(reader::lastBegun, reader::lastCompleted);
    this.writes = writes;
    this.createdApps = createdApps;
    this.patches = new AppPatch(writes, inventory, reader);
    this.known = new KnownApplications(inventory, isOperatorClient);
  }

  /** The Apps as the inventory has them. */
  public KnownApplications known() {
    return known;
  }

  /**
   * Reads the App again if the inventory may lack a write of this process.
   *
   * @throws CallException when a call fails
   */
  public void refreshIfUnconfirmed(DesiredApplication desired) {
    reader.refreshIfStale();
    retry.refreshIfUnconfirmed(subject(desired, _ -> false));
  }

  /**
   * Plans from the inventory; sends nothing.
   *
   * @param mayChange selects the other Apps that may lose a scope of this App
   */
  public Decision<ObservedApplication, AppChange> plan(
      DesiredApplication desired, Predicate<Ownership> mayChange) {
    var observed = known.observed(desired);
    return ApplicationPlanner.plan(
        desired, observed, known.clients(observed, mayChange), known.definers(desired));
  }

  /**
   * Executes a plan for the desired App.
   *
   * @param mayChange as in {@link #plan}, for a second plan after a conflict
   * @param announce gets each plan before its execution
   * @throws CallException when a call fails
   */
  public SyncResult<SyncedApplication> execute(
      Plan<ObservedApplication, AppChange> plan,
      DesiredApplication desired,
      Predicate<Ownership> mayChange,
      Consumer<Plan<ObservedApplication, AppChange>> announce) {
    return execute(plan, subject(desired, mayChange), announce);
  }

  private SyncResult<SyncedApplication> execute(
      Plan<ObservedApplication, AppChange> plan,
      Subject subject,
      Consumer<Plan<ObservedApplication, AppChange>> announce) {
    return switch (upToDate(plan, subject)) {
      case Plan<ObservedApplication, AppChange> read -> retry.execute(read, subject, announce);
      case Refusal<ObservedApplication, AppChange> refusal -> new SyncResult.Refused<>(refusal);
    };
  }

  /**
   * Without a version, nothing guards a list that is replaced: the App is read anew, so that what
   * another writer has added is seen.
   */
  private Decision<ObservedApplication, AppChange> upToDate(
      Plan<ObservedApplication, AppChange> plan, Subject subject) {
    var app = plan.subject();
    if (app == null
        || app.ref().version() != null
        || plan.changes().stream().noneMatch(ApplicationSync::replacesList)) {
      return plan;
    }
    reader.refreshApplication(app.ref().id());
    return subject.plan();
  }

  private static boolean replacesList(AppChange change) {
    return change instanceof AppChange.Patch(var attributes)
        && attributes.values().stream().anyMatch(value -> !(value instanceof Scalar));
  }

  /** Whether the last write to the App with a client id is unconfirmed: it may exist. */
  public boolean isUnconfirmed(String clientId) {
    return retry.isUnconfirmed(clientId);
  }

  /**
   * Revokes the App's grants, deactivates and deletes it, or releases it from its owner. An App
   * without the owner's tag stays as it is.
   *
   * @param mayChange selects the other Apps that may lose a scope of this App
   * @return the changes; none without an App
   * @throws CallException when a call fails
   */
  public List<AppChange> delete(AppDeletion deletion, Predicate<Ownership> mayChange) {
    var subject = subject(deletion, mayChange);
    known
        .observed(deletion.owner())
        .ifPresentOrElse(
            app -> reader.refreshApplication(app.ref().id()), // it may have another owner by now
            subject::refresh); // the inventory may lack an App that exists
    retry.refreshIfUnconfirmed(subject);
    return switch (retry.execute(planDeletion(deletion, mayChange), subject)) {
      case SyncResult.Done<SyncedApplication> done -> done.value().changes();
      case SyncResult.Refused<SyncedApplication> _ -> List.of();
    };
  }

  /**
   * Ends permissions of the owner's App, if the inventory has one.
   *
   * @return empty without an App
   * @throws CallException when a call fails
   */
  public Optional<SyncedApplication> withdraw(OwnerTag owner, Withdrawal withdrawal) {
    return known
        .observed(owner)
        .map(app -> new Subject(app.clientId(), "", () -> planWithdrawal(owner, withdrawal)))
        .map(subject -> {
          retry.refreshIfUnconfirmed(subject);
          return execute(planWithdrawal(owner, withdrawal), subject, _ -> {});
        })
        .flatMap(result ->
            result instanceof SyncResult.Done<SyncedApplication> done
                ? Optional.of(done.value())
                : Optional.empty());
  }

  /** Whether the owner's App has nothing to lose; false where a write to it is unconfirmed. */
  public boolean isWithdrawn(OwnerTag owner, Withdrawal withdrawal) {
    return known.observed(owner).map(app -> !retry.isUnconfirmed(app.clientId())).orElse(true)
        && planWithdrawal(owner, withdrawal).changes().isEmpty();
  }

  private Plan<ObservedApplication, AppChange> planWithdrawal(
      OwnerTag owner, Withdrawal withdrawal) {
    return known
        .observed(owner)
        .map(app -> ApplicationPlanner.planWithdrawal(withdrawal, app))
        .orElseGet(() -> new Plan<>(null, List.of()));
  }

  private Plan<ObservedApplication, AppChange> planDeletion(
      AppDeletion deletion, Predicate<Ownership> mayChange) {
    var observed = known.observed(deletion.clientId(), deletion.displayName());
    return ApplicationPlanner.planDeletion(deletion, observed, known.clients(observed, mayChange));
  }

  private Subject subject(DesiredApplication desired, Predicate<Ownership> mayChange) {
    return new Subject(desired.clientId(), desired.displayName(), () -> plan(desired, mayChange));
  }

  private Subject subject(AppDeletion deletion, Predicate<Ownership> mayChange) {
    return new Subject(
        deletion.clientId(), deletion.displayName(), () -> planDeletion(deletion, mayChange));
  }

  /**
   * Reads the App's client secret; empty when the App has none.
   *
   * @throws CallException when the call fails
   */
  public Optional<Sensitive> secret(String appId) {
    return scim.get(ScimType.APP, appId, List.of("clientSecret"))
        .flatMap(app -> app.text("clientSecret"))
        .map(Sensitive::new);
  }

  /** Reads the name of the App's last writer ({@code idcsLastModifiedBy}); empty when unknown. */
  public Optional<String> lastModifiedBy(String appId) {
    return scim.get(ScimType.APP, appId, List.of("idcsLastModifiedBy"))
        .map(app -> app.json().path("idcsLastModifiedBy"))
        .map(by -> by.path("display").asText(by.path("value").asText()))
        .filter(who -> !who.isEmpty())
        .map(ForeignText::of);
  }

  /**
   * Creates a new client secret of the App; the old one stops working at once.
   *
   * @throws CallException when the call fails; the service may have changed the secret nevertheless
   */
  public Sensitive regenerateSecret(String appId) {
    return scim.regenerateSecret(appId);
  }

  /** One App, desired or to be deleted. */
  private final class Subject
      implements SyncSubject<ObservedApplication, AppChange, SyncedApplication> {

    private final String clientId;
    private final String displayName;
    private final Supplier<Decision<ObservedApplication, AppChange>> planner;

    Subject(
        String clientId,
        String displayName,
        Supplier<Decision<ObservedApplication, AppChange>> planner) {
      this.clientId = clientId;
      this.displayName = displayName;
      this.planner = planner;
    }

    @Override
    public String key() {
      return clientId;
    }

    @Override
    public Decision<ObservedApplication, AppChange> plan() {
      return planner.get();
    }

    @Override
    public SyncedApplication execute(Plan<ObservedApplication, AppChange> plan) {
      return new ApplicationPlanExecutor(writes, inventory, patches, createdApps, plan.subject())
          .execute(plan.changes());
    }

    @Override
    public void refresh() {
      reader.refreshApplications(clientId, displayName);
    }
  }
}
