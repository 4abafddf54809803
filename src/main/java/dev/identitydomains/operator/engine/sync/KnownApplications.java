package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.Claim;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.RoleName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Apps of a domain as the inventory has them; no method calls the domain. The Apps of operators
 * belong to nobody.
 */
public final class KnownApplications {

  private final Inventory inventory;
  private final Predicate<String> isOperatorClient;

  /**
   * @param isOperatorClient selects the client ids of operators, whose Apps stay as they are
   */
  KnownApplications(Inventory inventory, Predicate<String> isOperatorClient) {
    this.inventory = inventory;
    this.isOperatorClient = isOperatorClient;
  }

  /** The App with the owner's tag; empty when the domain has none. */
  public Optional<AppRef> owned(OwnerTag owner) {
    return observed(owner).map(ObservedApplication::ref);
  }

  /** Whether the domain has the App of a resource, with its owner tag or without. */
  public boolean hasAppOf(Claim claim) {
    return owned(claim.owner()).isPresent()
        || observed(claim.derivedClientId(), "").stream().anyMatch(claim::hasLost);
  }

  /** Whether an App of this client id has the owner's tag. */
  public boolean isOwn(String clientId, OwnerTag owner) {
    return observed(clientId, "").stream().anyMatch(app -> app.ownership().belongsTo(owner));
  }

  /** Whether the domain has an App that this owner has left. */
  public boolean isReleased(OwnerTag owner) {
    return ownedBy(owner).anyMatch(app -> app.ownership().isReleasedBy(owner));
  }

  /** The Apps that a resource owns, or else inherits. */
  public List<AppRef> claimed(Claim claim) {
    return observed(claim).stream().map(ObservedApplication::ref).toList();
  }

  /**
   * The desired App with the client id of the App that the owner has or inherits, if the owner
   * declares none.
   */
  public DesiredApplication identify(DesiredApplication desired) {
    var claimed = desired.claim().clientId() == null ? claimed(desired.claim()) : List.<AppRef>of();
    return claimed.size() == 1
        ? desired.withClientId(claimed.getFirst().clientId())
        : desired; // none, or a choice that only the spec can make
  }

  /** The number of Apps that are not Oracle's. */
  public long count() {
    return inventory.count();
  }

  /** The present owners of Apps, or else the last ones. */
  public List<OwnerTag> owners() {
    return inventory.owners();
  }

  /**
   * The Apps with exactly this client id or display name, without the domain itself.
   *
   * @param clientId null to look for the display name
   */
  public List<ObservedApplication> named(@Nullable String clientId, @Nullable String displayName) {
    return inventory
        .applications(
            Objects.requireNonNullElse(clientId, ""), Objects.requireNonNullElse(displayName, ""))
        .stream()
        .filter(app -> !isReserved(app) && !app.ref().id().equals(RoleName.DOMAIN_APP))
        .filter(app ->
            clientId == null
                ? app.displayName().equals(displayName)
                : app.clientId().equals(clientId))
        .toList();
  }

  /** The Apps that define a scope of this fully qualified name, the oldest first. */
  public List<ObservedApplication> definers(String scope) {
    return inventory.defining(scope).stream()
        .sorted(
            Comparator.comparing(
                    (ObservedApplication app) -> app.ref().created(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(app -> app.ref().id()))
        .toList();
  }

  /** The Apps that define a scope which the desired App is to define. */
  List<ObservedApplication> definers(DesiredApplication desired) {
    return desired.definedScopes().stream()
        .flatMap(scope -> inventory.defining(scope).stream())
        .map(this::marked)
        .distinct()
        .toList();
  }

  /**
   * The scopes that the owner's App may request in one request: the service makes no token for
   * several resource servers ("Generate Access Tokens"). Sorted; empty when there are several.
   *
   * @param declared fully qualified names
   */
  public List<String> requestable(Stream<String> declared, OwnerTag owner) {
    var allowed = allowedScopes(owner);
    var scopes = declared.filter(allowed::contains).distinct().sorted().toList();
    var definers =
        scopes.stream()
            .map(scope ->
                definers(scope).stream().map(app -> app.ref().id()).findFirst().orElse(scope))
            .distinct()
            .count();
    return definers > 1 ? List.of() : scopes;
  }

  /** The scopes that the owner's App may request. */
  public Set<String> allowedScopes(OwnerTag owner) {
    return observed(owner).map(ObservedApplication::allowedScopes).orElse(Set.of());
  }

  /** The aliases of the certificates that the owner's App lists. */
  public Set<String> certificates(OwnerTag owner) {
    return observed(owner).map(ObservedApplication::certificates).orElse(Set.of());
  }

  /** The aliases of the certificates that the App lists. */
  public Set<String> certificates(DesiredApplication desired) {
    return observed(desired).stream()
        .flatMap(app -> app.certificates().stream())
        .collect(Collectors.toSet());
  }

  Optional<ObservedApplication> observed(OwnerTag owner) {
    return ownedBy(owner).filter(app -> app.ownership().belongsTo(owner)).findFirst();
  }

  private List<ObservedApplication> observed(Claim claim) {
    var known = ownedBy(claim.owner()).toList();
    var owned = known.stream().filter(app -> app.ownership().belongsTo(claim.owner())).toList();
    return owned.isEmpty() ? known.stream().filter(claim::inherits).toList() : owned;
  }

  private Stream<ObservedApplication> ownedBy(OwnerTag owner) {
    return inventory.ownedBy(owner.resource()).stream().filter(app -> !isReserved(app));
  }

  /** The client ids of the Apps that the desired App may be, or that have its names. */
  public Stream<String> clientIds(DesiredApplication desired) {
    return observed(desired).stream().map(ObservedApplication::clientId);
  }

  /** The Apps that the desired App may be, or that have its names. */
  List<ObservedApplication> observed(DesiredApplication desired) {
    var found = new LinkedHashMap<String, ObservedApplication>();
    Stream.concat(
            observed(desired.clientId(), desired.displayName()).stream(),
            observed(desired.claim()).stream())
        .forEach(app -> found.put(app.ref().id(), app));
    return List.copyOf(found.values());
  }

  List<ObservedApplication> observed(String clientId, String displayName) {
    return inventory.applications(clientId, displayName).stream().map(this::marked).toList();
  }

  /** The other Apps that may request a scope of one of these Apps. */
  List<ObservedApplication> clients(
      List<ObservedApplication> servers, Predicate<Ownership> mayChange) {
    var scopes = servers.stream().flatMap(app -> app.definedScopes().stream()).toList();
    return inventory.allowedAny(scopes).stream()
        .filter(client -> !isReserved(client) && mayChange.test(client.ownership()))
        .filter(client -> servers.stream().noneMatch(server -> server.ref().equals(client.ref())))
        .toList();
  }

  private ObservedApplication marked(ObservedApplication app) {
    return isReserved(app) ? app.withOwnership(Ownership.reserved()) : app;
  }

  private boolean isReserved(ObservedApplication app) {
    return isOperatorClient.test(app.clientId());
  }
}
