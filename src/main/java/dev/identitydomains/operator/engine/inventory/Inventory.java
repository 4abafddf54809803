package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's copy of a domain's Apps, AppRoles and grants, except grants to users: the last
 * full read and the operator's own writes since. Thread-safe; no method calls the domain.
 */
public final class Inventory {

  /**
   * One full read, by id.
   *
   * @param begun the {@link #currentRevision} before its first call
   */
  record Reading(
      long begun,
      Map<String, ObservedApplication> apps,
      Map<String, ObservedRole> roles,
      Map<String, ObservedGrant> grants) {}

  private final IndexedTable<ObservedApplication> apps =
      new IndexedTable<>(Inventory::keys, Inventory::sameApplication);
  private final IndexedTable<ObservedRole> roles =
      new IndexedTable<>(
          role -> List.of(key(role.name()), role.name().applicationId()),
          (known, read, written) -> same(known.attributes(), read.attributes(), written));
  private final IndexedTable<ObservedGrant> grants =
      new IndexedTable<>(
          grant -> List.of(grant.granteeId(), grant.entitlement().id()),
          (known, read, _) -> known.equals(read));
  private final Set<String> changedApps = new HashSet<>();
  private final Set<RoleName> changedRoles = new HashSet<>();
  private final Set<String> changedScopes = new HashSet<>();
  private long revision;

  /** The Apps with this client id or display name, ignoring case, and their grants. */
  public synchronized List<ObservedApplication> applications(String clientId, String displayName) {
    var found = new LinkedHashMap<>(apps.find(name(clientId)));
    found.putAll(apps.find(displayName(displayName)));
    return found.entrySet().stream()
        .map(app -> app.getValue().withGrants(grantsTo(app.getKey())))
        .toList();
  }

  /** The Apps whose present or last owner has this {@code namespace/name}, in any cluster. */
  public synchronized List<ObservedApplication> ownedBy(String resource) {
    return apps.find(owner(resource)).values().stream()
        .map(app -> app.withGrants(grantsTo(app.ref().id())))
        .toList();
  }

  /** The number of Apps that do not belong to the service. */
  public synchronized long count() {
    return apps.all().stream().filter(app -> !app.ownership().builtIn()).count();
  }

  /** The present owners of Apps, or else the last ones. */
  public synchronized List<OwnerTag> owners() {
    return apps.all().stream()
        .map(app -> app.ownership().lastOwner())
        .flatMap(Optional::stream)
        .toList();
  }

  /** The Apps that define a scope of this fully qualified name. */
  public synchronized List<ObservedApplication> defining(String scope) {
    return List.copyOf(apps.find("defines:" + scope).values());
  }

  /** The Apps with at least one of these scopes in {@code allowedScopes}. */
  public synchronized Set<ObservedApplication> allowedAny(Collection<String> scopes) {
    return scopes.stream()
        .flatMap(scope -> apps.find("allows:" + scope).values().stream())
        .collect(Collectors.toSet());
  }

  /** The grant of a role, or of a whole App, to a grantee; empty when the inventory has none. */
  public synchronized Optional<ObservedGrant> grant(String granteeId, String entitlementId) {
    return grants.find(granteeId).values().stream()
        .filter(grant ->
            grant.granteeId().equals(granteeId) && grant.entitlement().id().equals(entitlementId))
        .findFirst();
  }

  /** The name of a role; empty when the inventory lacks the role. */
  public synchronized Optional<RoleName> nameOf(Role role) {
    return roles.get(role.id()).map(ObservedRole::name);
  }

  /** The role with this name; empty when the inventory has none. */
  public synchronized Optional<ObservedRole> role(RoleName name) {
    return roles.find(key(name)).values().stream().findFirst();
  }

  /** The roles with these names, without names that the inventory lacks. */
  public synchronized Map<RoleName, Role> find(Collection<RoleName> names) {
    var found = new HashMap<RoleName, Role>();
    for (var name : names) {
      role(name).ifPresent(role -> found.put(name, new Role(name.applicationId(), role.id())));
    }
    return found;
  }

  /** The number of writes so far, which orders writes and full reads. */
  synchronized long currentRevision() {
    return revision;
  }

  /** Merges a full read and records its changes for {@link #drainChanges}. */
  synchronized void merge(Reading reading) {
    for (var changed : apps.merge(reading.apps(), reading.begun())) {
      changedApps.add(changed.any().ref().id());
      var known = scopes(changed.known());
      var read = scopes(changed.read());
      var isDecidedAsBefore = hasSameNames(changed.known(), changed.read());
      Stream.concat(known.stream(), read.stream())
          .filter(scope -> !(isDecidedAsBefore && known.contains(scope) && read.contains(scope)))
          .forEach(changedScopes::add);
    }
    for (var changed : roles.merge(reading.roles(), reading.begun())) {
      changedRoles.add(changed.any().name());
    }
    for (var changed : grants.merge(reading.grants(), reading.begun())) {
      Stream.of(changed.known(), changed.read())
          .filter(Objects::nonNull)
          .forEach(grant -> changedApps.add(grant.granteeId()));
    }
  }

  /** Whether consent to the scopes of an App is decided as before. */
  private static boolean hasSameNames(
      @Nullable ObservedApplication known, @Nullable ObservedApplication read) {
    return known == null
        || read == null
        || (known.clientId().equals(read.clientId())
            && known.displayName().equals(read.displayName())
            && known.ownership().equals(read.ownership()));
  }

  private static Set<String> scopes(@Nullable ObservedApplication app) {
    return app == null ? Set.of() : app.definedScopes();
  }

  /** Returns and clears the changes that full reads detected since the last call. */
  public synchronized InventoryChanges drainChanges() {
    var difference = new InventoryChanges(changedApps, changedRoles, changedScopes);
    changedApps.clear();
    changedRoles.clear();
    changedScopes.clear();
    return difference;
  }

  /** Stores an App, without its grants. */
  public synchronized void put(ObservedApplication app) {
    apps.put(app.ref().id(), app, ++revision);
  }

  /** Records the OCID and the ETag of a new App. */
  public synchronized void identified(AppRef app) {
    apps.get(app.id()).ifPresent(known -> put(known.withRef(app)));
  }

  /** Records replaced attributes of an App and its new ETag; null when unknown. */
  public synchronized void patched(
      String appId, Map<String, AttributeValue> attributes, @Nullable String version) {
    change(appId, app -> app.withAttributes(merged(app.attributes(), attributes), version));
  }

  /** Records the new ownership of an App; its ETag becomes unknown. */
  public synchronized void owned(String appId, Ownership ownership) {
    change(appId, app -> app.withOwnership(ownership));
  }

  /** Records the activation or deactivation of an App; its ETag becomes unknown. */
  public synchronized void activated(String appId, boolean active) {
    change(appId, app -> app.withActive(active));
  }

  private void change(String appId, UnaryOperator<ObservedApplication> change) {
    apps.get(appId).map(change).ifPresent(this::put);
  }

  /** Removes an App with its roles and grants. */
  public synchronized void deleted(String appId) {
    apps.remove(appId, ++revision);
    List.copyOf(roles.find(appId).keySet()).forEach(this::roleDeleted);
    List.copyOf(grants.find(appId).keySet()).forEach(this::revoked);
  }

  /** Stores a grant. */
  public synchronized void granted(ObservedGrant grant) {
    grants.put(grant.id(), grant, ++revision);
  }

  /** Removes a grant; an unknown id is no error. */
  public synchronized void revoked(String grantId) {
    grants.remove(grantId, ++revision);
  }

  /** Stores a role. */
  public synchronized void put(ObservedRole role) {
    roles.put(role.id(), role, ++revision);
  }

  /** Records replaced attributes of a role and its new ETag; null when unknown. */
  public synchronized void rolePatched(
      String roleId, Map<String, AttributeValue> attributes, @Nullable String version) {
    roles
        .get(roleId)
        .ifPresent(role ->
            put(
                new ObservedRole(
                    roleId, role.name(), version, merged(role.attributes(), attributes))));
  }

  /** Removes a role with its grants. */
  public synchronized void roleDeleted(String roleId) {
    roles.remove(roleId, ++revision);
    List.copyOf(grants.find(roleId).keySet()).forEach(this::revoked);
  }

  private Map<String, Role> grantsTo(String appId) {
    var granted = new HashMap<String, Role>();
    grants
        .find(appId)
        .forEach((id, grant) -> {
          if (grant.granteeId().equals(appId) && grant.entitlement() instanceof Role role) {
            granted.put(id, role);
          }
        });
    return granted;
  }

  private static Map<String, AttributeValue> merged(
      Map<String, AttributeValue> before, Map<String, AttributeValue> written) {
    var merged = new HashMap<>(before);
    written.forEach((name, value) -> merged.put(name, value.mergedOnto(before.get(name))));
    return merged;
  }

  private static boolean sameApplication(
      ObservedApplication known, ObservedApplication read, boolean written) {
    return known.active() == read.active()
        && known.clientId().equals(read.clientId())
        && known.ownership().equals(read.ownership())
        && same(known.attributes(), read.attributes(), written);
  }

  private static boolean same(
      Map<String, AttributeValue> known, Map<String, AttributeValue> read, boolean written) {
    return written
        ? known.entrySet().stream().allMatch(e -> e.getValue().isSatisfiedBy(read.get(e.getKey())))
        : known.equals(read);
  }

  /** The keys of the index: one for each scope, whatever its length. */
  static List<String> keys(ObservedApplication app) {
    var keys = new ArrayList<String>(4);
    keys.add(name(app.clientId()));
    keys.add(displayName(app.displayName()));
    app.allowedScopes().forEach(scope -> keys.add("allows:" + scope));
    app.definedScopes().forEach(scope -> keys.add("defines:" + scope));
    app.ownership().lastOwner().map(OwnerTag::resource).map(Inventory::owner).ifPresent(keys::add);
    return keys;
  }

  private static String owner(String resource) {
    return "owner:" + resource;
  }

  private static String name(String clientId) {
    return "name:" + clientId.toLowerCase(Locale.ROOT);
  }

  private static String displayName(String displayName) {
    return "displayName:" + displayName.toLowerCase(Locale.ROOT);
  }

  private static String key(RoleName role) {
    return role.applicationId() + "/" + role.displayName();
  }
}
