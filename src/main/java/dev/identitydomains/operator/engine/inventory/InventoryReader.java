package dev.identitydomains.operator.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.ReplyMemory;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.plan.WholeApp;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a domain into its inventory by page, or one resource of it. Requests no secret. Reads throw
 * {@link dev.identitydomains.operator.http.CallException} when a call fails. Thread-safe.
 */
public final class InventoryReader {

  private static final List<String> APP =
      List.of(
          "id",
          "ocid",
          "meta",
          "name",
          "active",
          "basedOnTemplate",
          "tags",
          "isOPCService",
          "infrastructure",
          "migrated",
          "idcsPreventedOperations");

  /** Flags of Apps that are something else than OAuth applications, or more. */
  private static final List<String> OTHER_SORTS =
      List.of(
          "isSamlServiceProvider",
          "isFormFill",
          "isKerberosRealm",
          "isRadiusApp",
          "isEnterpriseApp",
          "isWebTierPolicy",
          "isManagedApp",
          "isDatabaseService",
          "isMulticloudServiceApp");

  private static final List<String> ROLE = List.of("id", "meta", "displayName", "app");
  private static final Filter TO_APPS = mechanism(GranteeType.APP);

  /** All grants but those to users, whose number in a domain is unlimited. */
  private static final Filter GRANTS =
      TO_APPS.or(mechanism(GranteeType.GROUP)).or(mechanism(GranteeType.DYNAMIC_RESOURCE_GROUP));

  private final ScimClient scim;
  private final Inventory inventory;
  private final AttributeSchema schema;
  private final Waiting waiting;
  private final List<String> appAttributes;
  private final List<String> roleAttributes;
  private final AtomicReference<@Nullable CompletableFuture<Void>> underWay =
      new AtomicReference<>();

  /** The memory of the inventory. */
  private volatile ReplyMemory.Hold memory;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final AtomicInteger staleSince = new AtomicInteger(-1);

  public InventoryReader(
      ScimClient scim, Inventory inventory, AttributeSchema schema, Waiting waiting) {
    this.scim = scim;
    this.inventory = inventory;
    this.schema = schema;
    this.waiting = waiting;
    this.memory = scim.hold();
    this.appAttributes =
        Stream.of(APP, OTHER_SORTS, schema.apps().keySet())
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    this.roleAttributes = Stream.concat(ROLE.stream(), schema.roles().keySet().stream()).toList();
  }

  /** The number of the full read that has begun last, from 1; 0 before the first. */
  public int lastBegun() {
    return begun.get();
  }

  /** The number of the full read that has succeeded last; 0 before the first. */
  public int lastCompleted() {
    return completed.get();
  }

  /** Whether a full read has ended: before that, the inventory lacks objects that exist. */
  public boolean hasRead() {
    return lastCompleted() > 0;
  }

  /** Marks the inventory as stale until the success of a full read that begins later. */
  public void markStale() {
    staleSince.accumulateAndGet(begun.get(), Math::max); // two may mark it at once
  }

  /** Does a full read if the inventory is stale. */
  public void refreshIfStale() {
    while (lastCompleted() <= staleSince.get()) {
      readAll();
    }
  }

  /** Does a full read, or waits for the end of one that is under way. */
  public void readAll() {
    var mine = new CompletableFuture<Void>();
    var other = underWay.compareAndExchange(null, mine);
    if (other != null) {
      waiting.join(other);
      return;
    }
    try {
      var number = begun.incrementAndGet();
      readInventory();
      completed.set(number);
      mine.complete(null);
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.set(null);
      mine.cancel(false); // after an Error, else without effect
    }
  }

  private void readInventory() {
    var reading = scim.hold();
    var unused = reading;
    try {
      inventory.merge(waiting.run(() -> read(reading)));
      reading.isInventory();
      unused = memory;
      memory = reading;
    } finally {
      unused.close();
    }
  }

  /** Gives up the memory of the inventory, which nobody uses any more. */
  public void close() {
    memory.close();
  }

  private Inventory.Reading read(ReplyMemory.Hold hold) {
    var begun = inventory.currentRevision();
    return new Inventory.Reading(
        begun,
        scim.list(ScimType.APP, null, appAttributes, this::application, hold),
        scim.list(ScimType.APP_ROLE, null, roleAttributes, this::role, hold),
        scim.list(ScimType.GRANT, GRANTS, GrantJson.ATTRIBUTES, GrantJson::read, hold));
  }

  private static Filter mechanism(GranteeType type) {
    return Filter.eq("grantMechanism", type.mechanism());
  }

  /** Rereads the Apps with a client id or display name, and their grants. */
  public void refreshApplications(String clientId, String displayName) {
    var named = Filter.eq("name", clientId);
    var filter = displayName.isEmpty() ? named : named.or(Filter.eq("displayName", displayName));
    var found = byId(scim.list(ScimType.APP, filter, appAttributes), this::application);
    for (var known : inventory.applications(clientId, displayName)) {
      if (!found.containsKey(known.ref().id())) {
        inventory.deleted(known.ref().id());
      }
    }
    found.values().forEach(this::refresh);
  }

  /** Rereads an App, without its grants; empty when it is gone. */
  public Optional<ObservedApplication> refreshApplication(String appId) {
    var found = scim.get(ScimType.APP, appId, appAttributes).map(this::application);
    found.ifPresentOrElse(inventory::put, () -> inventory.deleted(appId));
    return found;
  }

  private void refresh(ObservedApplication app) {
    inventory.put(app);
    var filter = Filter.eq("grantee.value", app.ref().id()).and(TO_APPS);
    var found = byId(scim.list(ScimType.GRANT, filter, GrantJson.ATTRIBUTES), GrantJson::read);
    inventory.applications(app.clientId(), "").stream()
        .flatMap(known -> known.grants().keySet().stream())
        .filter(id -> !found.containsKey(id))
        .forEach(inventory::revoked);
    found.values().forEach(inventory::granted);
  }

  /** Reads a desired grant from the domain, not from the inventory; empty when there is none. */
  public Optional<ObservedGrant> read(DesiredGrant grant) {
    var entitlement = grant.entitlement();
    return readGrant(grant.granteeId(), entitlement.id(), entitlement instanceof WholeApp);
  }

  /** Rereads one grant. */
  public void refreshGrant(DesiredGrant grant) {
    var found = read(grant);
    inventory
        .grant(grant.granteeId(), grant.entitlement().id())
        .filter(known -> !found.map(ObservedGrant::id).equals(Optional.of(known.id())))
        .ifPresent(known -> inventory.revoked(known.id()));
    found.ifPresent(inventory::granted);
  }

  /**
   * Reads one grant from the domain, not from the inventory; empty when there is none. Members of a
   * group have grants of their own beside it, with another mechanism.
   *
   * @param entitlementId SCIM id of the role, or of the App as a whole
   * @param ofWholeApp whether to look for a grant without a role
   */
  public Optional<ObservedGrant> readGrant(
      String granteeId, String entitlementId, boolean ofWholeApp) {
    var filter =
        Filter.eq("grantee.value", granteeId)
            .and(Filter.eq(ofWholeApp ? "app.value" : "entitlement.attributeValue", entitlementId))
            .and(Filter.startsWith("grantMechanism", GranteeType.DIRECT));
    return scim.list(ScimType.GRANT, filter, GrantJson.ATTRIBUTES).stream()
        .map(GrantJson::read)
        .filter(grant -> grant.entitlement().id().equals(entitlementId)) // not a role of the App
        .findFirst();
  }

  /** Rereads the role with a name. */
  public void refreshRole(RoleName name) {
    var filter =
        Filter.eq("app.value", name.applicationId())
            .and(Filter.eq("displayName", name.displayName()));
    var found = byId(scim.list(ScimType.APP_ROLE, filter, roleAttributes), this::role);
    inventory
        .role(name)
        .filter(known -> !found.containsKey(known.id()))
        .ifPresent(known -> inventory.roleDeleted(known.id()));
    found.values().forEach(inventory::put);
  }

  private ObservedApplication application(ScimResource app) {
    return new ObservedApplication(
        new AppRef(
            app.id(),
            app.text("name").orElse(""),
            app.text("ocid").orElse(null),
            app.version().orElse(null),
            app.created().orElse(null)),
        ownership(app),
        new ScimResource(app.id(), app.json().path("basedOnTemplate")).text("value").orElse(null),
        app.flag("active"),
        AttributeJson.read(app, schema.apps()),
        Map.of());
  }

  private static Ownership ownership(ScimResource app) {
    var oracles = app.flag("isOPCService") || app.flag("infrastructure") || app.flag("migrated");
    var tag = tag(app, OwnerTag.KEY).orElse(null);
    return new Ownership(
        tag,
        tag(app, OwnerTag.RETAINED_KEY).orElse(null),
        tag(app, OwnerTag.ADOPTED_KEY).isPresent(),
        oracles,
        isOfOtherSort(app));
  }

  private static boolean isOfOtherSort(ScimResource app) {
    return OTHER_SORTS.stream().anyMatch(app::flag)
        || app.values("idcsPreventedOperations").findAny().isPresent();
  }

  private static Optional<String> tag(ScimResource app, String key) {
    return app.values("tags")
        .filter(entry -> key.equals(entry.path("key").asText()))
        .map(entry -> entry.path("value"))
        .map(JsonNode::asText)
        .findFirst();
  }

  private ObservedRole role(ScimResource role) {
    var appId = role.json().path("app").path("value").asText();
    return new ObservedRole(
        role.id(),
        new RoleName(appId, role.text("displayName").orElse("")),
        role.version().orElse(null),
        AttributeJson.read(role, schema.roles()));
  }

  private static <V> Map<String, V> byId(
      List<ScimResource> resources, Function<ScimResource, V> observed) {
    return resources.stream()
        .collect(Collectors.toMap(ScimResource::id, observed, (first, _) -> first));
  }
}
