package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.RoleName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which resource depends on which, read from the controllers' own caches, and the events that wake
 * dependants the moment something they wait for has changed. Holds no copies.
 */
public final class ResourceGraph {

  private static final String BY_DEFINER = "definer";
  private static final String BY_ALLOWED_SCOPE = "allowed-scope";
  private static final String BY_DEFINED_SCOPE = "defined-scope";
  private static final String BY_APPLICATION = "application";

  private record Waiter(Class<?> kind, ResourceID id) {

    static Waiter of(HasMetadata resource) {
      return new Waiter(resource.getClass(), ResourceID.fromResource(resource));
    }
  }

  private final CountDownLatch complete = new CountDownLatch(1);
  private Optional<WatchedKind<IdentityDomain>> domains = Optional.empty();
  private Optional<WatchedKind<ClientApplication>> applications = Optional.empty();
  private Optional<WatchedKind<AppRole>> roles = Optional.empty();
  private Optional<WatchedKind<AppRoleGrant>> grants = Optional.empty();

  /** Ids of Apps by their resource's uid: the cache learns of a new status a moment later. */
  private final Map<String, String> appIds = new ConcurrentHashMap<>();

  /** Uids of what has left its domain: the caches have it a moment longer. */
  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  /** What a domain is waited for by, until its state changes. */
  private final Map<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();

  public SimpleInboundEventSource<IdentityDomain> joinDomains(
      IndexerResourceCache<IdentityDomain> cache) {
    var node = new WatchedKind<>(cache, new SimpleInboundEventSource<>("dependants"));
    domains = Optional.of(node);
    return node.events();
  }

  public SimpleInboundEventSource<ClientApplication> joinApplications(
      IndexerResourceCache<ClientApplication> cache) {
    cache.addIndexer(BY_DEFINER, app -> References.definersFor(app).toList());
    cache.addIndexer(BY_ALLOWED_SCOPE, app -> References.allowedScopes(app).toList());
    cache.addIndexer(BY_DEFINED_SCOPE, app -> References.definedScopes(app).toList());
    var node = new WatchedKind<>(cache, new SimpleInboundEventSource<>("dependencies"));
    applications = Optional.of(node);
    return node.events();
  }

  public SimpleInboundEventSource<AppRole> joinRoles(IndexerResourceCache<AppRole> cache) {
    cache.addIndexer(BY_APPLICATION, role -> List.of(References.applicationOf(role)));
    var node = new WatchedKind<>(cache, new SimpleInboundEventSource<>("application"));
    roles = Optional.of(node);
    return node.events();
  }

  public SimpleInboundEventSource<AppRoleGrant> joinGrants(
      IndexerResourceCache<AppRoleGrant> cache) {
    cache.addIndexer(BY_DEFINER, grant -> References.definersFor(grant).toList());
    var node = new WatchedKind<>(cache, new SimpleInboundEventSource<>("role"));
    grants = Optional.of(node);
    return node.events();
  }

  /** Says that every cache is filled. */
  public void complete() {
    complete.countDown();
  }

  /** Waits until every cache is filled: what a cache lacks before is not missing. */
  public void awaitComplete() {
    try {
      complete.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }

  public Optional<IdentityDomain> domain(String key) {
    return get(domains, key);
  }

  public Optional<ClientApplication> application(String key) {
    return get(applications, key);
  }

  /** {@code namespace/name} of the domain that a resource lives in; empty while nobody knows. */
  public String domainOf(HasMetadata resource) {
    return switch (resource) {
      case ClientApplication app -> References.domainOf(app);
      case AppRole role -> domainOf(References.applicationOf(role));
      case AppRoleGrant grant ->
          References.domainOf(grant)
              .or(() -> References.definersFor(grant).findFirst().map(this::domainOf))
              .orElse("");
      default -> "";
    };
  }

  private String domainOf(String application) {
    return application(application).map(References::domainOf).orElse("");
  }

  /** The applications that need a domain. */
  public List<ClientApplication> applicationsOf(IdentityDomain domain) {
    var key = References.key(domain);
    // an index may miss for a moment what is being updated
    return present(applications).filter(app -> References.domainOf(app).equals(key)).toList();
  }

  /** The AppRoleGrants of a domain. */
  public List<AppRoleGrant> grantsIn(IdentityDomain domain) {
    var key = References.key(domain);
    return present(grants).filter(grant -> domainOf(grant).equals(key)).toList();
  }

  private <R extends HasMetadata> Stream<R> present(Optional<WatchedKind<R>> kind) {
    return kind.stream()
        .flatMap(WatchedKind::all)
        .filter(resource -> !removed.contains(uid(resource)));
  }

  private static String uid(HasMetadata resource) {
    return resource.getMetadata().getUid();
  }

  /** The id of an application's App; empty before it is made, and when it is on its way out. */
  public Optional<String> appId(ClientApplication app) {
    var known = Optional.ofNullable(appIds.get(uid(app)));
    return app.isMarkedForDeletion()
        ? Optional.empty()
        : known.or(() -> Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::appId));
  }

  /**
   * Whether an App is that of an application which may be written: one that is there, and neither
   * paused nor only observed.
   */
  public boolean isWritable(String clusterId, Ownership ownership) {
    var prefix = clusterId + "/";
    return ownership
        .tag()
        .filter(tag -> tag.startsWith(prefix))
        .flatMap(tag -> application(tag.substring(prefix.length())))
        .filter(app -> !References.isPaused(app) && !References.isObserved(app))
        .isPresent();
  }

  /** Applications that define a scope of this fully qualified name. */
  public Stream<ClientApplication> definersOf(String scope) {
    return indexed(applications, BY_DEFINED_SCOPE, scope);
  }

  /** The AppRoles of an application with this display name. */
  public Stream<AppRole> rolesNamed(String namespace, String application, String displayName) {
    return indexed(roles, BY_APPLICATION, namespace + "/" + application)
        .filter(role -> displayName.equals(References.displayNameOf(role)));
  }

  /** The other grants of a role of the same application, or of the domain itself. */
  public Stream<AppRoleGrant> grantsLike(AppRoleGrant grant) {
    var definer = References.definersFor(grant).findFirst();
    return definer.isPresent()
        ? indexed(grants, BY_DEFINER, definer.get())
        : grants.stream()
            .flatMap(WatchedKind::all)
            .filter(other -> References.domainOf(other).equals(References.domainOf(grant)));
  }

  /** Says that a resource waits for a change of a domain's state; call it before looking. */
  void waitsFor(String domain, HasMetadata resource) {
    waiting.computeIfAbsent(domain, _ -> ConcurrentHashMap.newKeySet()).add(Waiter.of(resource));
  }

  /** Wakes all that uses a domain. */
  public void domainChanged(IdentityDomain domain) {
    waiting.remove(References.key(domain));
    var dependants = applicationsOf(domain);
    applications.ifPresent(node -> node.wake(dependants.stream()));
    dependants.forEach(this::wakeRoles);
    grants.ifPresent(node -> node.wake(grantsIn(domain).stream()));
  }

  /**
   * Wakes what a look at the domain matters to.
   *
   * @param changed whether its state did, for which others wait
   * @param changes what it has otherwise than it was known
   */
  public void domainObserved(IdentityDomain domain, boolean changed, InventoryChanges changes) {
    forgetRemoved();
    var requeued = new HashSet<Waiter>();
    if (changed) {
      requeued.addAll(Optional.ofNullable(waiting.remove(References.key(domain))).orElse(Set.of()));
    }
    for (var app : changes.isEmpty() ? List.<ClientApplication>of() : applicationsOf(domain)) {
      differing(app, changes).map(Waiter::of).forEach(requeued::add);
    }
    if (!changes.isEmpty()) {
      grantsIn(domain).stream()
          .filter(grant -> differs(grant, changes))
          .map(Waiter::of)
          .forEach(requeued::add);
    }
    applications.ifPresent(node -> node.wakeIds(of(ClientApplication.class, requeued)));
    grants.ifPresent(node -> node.wakeIds(of(AppRoleGrant.class, requeued)));
    roles.ifPresent(node -> node.wakeIds(of(AppRole.class, requeued)));
  }

  private void forgetRemoved() {
    if (!removed.isEmpty()) {
      var cached =
          Stream.concat(applications.stream(), grants.stream())
              .flatMap(WatchedKind::all)
              .map(ResourceGraph::uid)
              .collect(Collectors.toSet());
      removed.retainAll(cached);
    }
  }

  private static Stream<ResourceID> of(Class<?> kind, Set<Waiter> waiters) {
    return waiters.stream().filter(waiter -> waiter.kind().equals(kind)).map(Waiter::id);
  }

  /** The application and those of its roles that a difference is about. */
  private Stream<HasMetadata> differing(ClientApplication app, InventoryChanges changes) {
    var id = appId(app).orElse("");
    var itself =
        changes.appIds().contains(id) || usesAny(app, changes.roles())
            ? Stream.of(app)
            : Stream.<HasMetadata>of();
    var its =
        indexed(roles, BY_APPLICATION, References.key(app))
            .filter(
                role -> changes.roles().contains(new RoleName(id, References.displayNameOf(role))));
    return Stream.concat(itself, its);
  }

  private boolean differs(AppRoleGrant grant, InventoryChanges changes) {
    var granteeId = grant.getStatus() == null ? null : grant.getStatus().granteeId();
    return (granteeId != null && changes.appIds().contains(granteeId))
        || usesAny(grant, changes.roles());
  }

  private boolean usesAny(HasMetadata resource, Set<RoleName> changed) {
    return !changed.isEmpty()
        && References.usedRoles(resource)
            .flatMap(ref -> roleName(resource, domainOf(resource), ref).stream())
            .anyMatch(changed::contains);
  }

  /** What a wanted role is called in a domain; empty while its application has no App there. */
  Optional<RoleName> roleName(HasMetadata resource, String domain, AppRoleRef ref) {
    var definer = References.definerOf(resource, ref);
    return definer.isEmpty()
        ? Optional.of(new RoleName(RoleName.DOMAIN_APP, ref.role()))
        : definer
            .flatMap(this::application)
            .filter(other -> References.domainOf(other).equals(domain))
            .flatMap(this::appId)
            .map(id -> new RoleName(id, ref.role()));
  }

  /**
   * Says that an application has its App; wakes what waits for that.
   *
   * @param changed whether the App is new or has changed, its scopes perhaps
   */
  public void applicationMade(ClientApplication app, String appId, boolean changed) {
    var before = appId(app);
    appIds.put(uid(app), appId);
    if (changed || !before.equals(Optional.of(appId))) {
      applicationChanged(app);
    }
  }

  private void applicationChanged(ClientApplication app) {
    wakeRoles(app);
    scopesChanged(References.definedScopes(app));
    var key = References.key(app);
    applications.ifPresent(node -> node.wake(indexed(applications, BY_DEFINER, key)));
    grants.ifPresent(node -> node.wake(indexed(grants, BY_DEFINER, key)));
  }

  /** Wakes the applications that ask for one of these scopes. */
  public void scopesChanged(Stream<String> scopes) {
    applications.ifPresent(node ->
        node.wake(
            scopes.flatMap(scope -> indexed(applications, BY_ALLOWED_SCOPE, scope)).distinct()));
  }

  /** Wakes what knew an application, and a domain that waits for its last one to go. */
  public void applicationDeleted(ClientApplication app) {
    left(app);
    appIds.remove(uid(app));
    applicationChanged(app);
  }

  private void left(HasMetadata resource) {
    removed.add(uid(resource));
    domains.ifPresent(node ->
        node.wake(domain(domainOf(resource)).filter(IdentityDomain::isMarkedForDeletion).stream()));
  }

  /** Wakes what wants a role. */
  public void roleChanged(AppRole role) {
    wakeUsers(applications, role);
    wakeUsers(grants, role);
  }

  /** Wakes the grants that gave way to one that is gone, and a domain that waits for it. */
  public void grantDeleted(AppRoleGrant grant) {
    left(grant);
    grants.ifPresent(node -> node.wake(grantsLike(grant)));
  }

  private static <R extends HasMetadata> void wakeUsers(
      Optional<WatchedKind<R>> kind, AppRole role) {
    var name = References.displayNameOf(role);
    kind.ifPresent(node ->
        node.wake(
            node.having(BY_DEFINER, References.applicationOf(role))
                .filter(
                    user -> References.usedRoles(user).anyMatch(ref -> name.equals(ref.role())))));
  }

  private void wakeRoles(ClientApplication app) {
    roles.ifPresent(node -> node.wake(indexed(roles, BY_APPLICATION, References.key(app))));
  }

  /** How many resources of a kind are Ready, or are not. */
  public long count(Class<? extends CustomResource<?, ?>> kind, boolean ready) {
    return Stream.of(domains, applications, roles, grants)
        .flatMap(Optional::stream)
        .flatMap(WatchedKind::all)
        .filter(kind::isInstance)
        .filter(resource -> References.isReady(resource) == ready)
        .count();
  }

  private static <R extends HasMetadata> Optional<R> get(
      Optional<WatchedKind<R>> kind, String key) {
    return kind.flatMap(watched -> watched.get(key));
  }

  private static <R extends HasMetadata> Stream<R> indexed(
      Optional<WatchedKind<R>> kind, String index, String key) {
    return kind.stream().flatMap(watched -> watched.having(index, key));
  }
}
