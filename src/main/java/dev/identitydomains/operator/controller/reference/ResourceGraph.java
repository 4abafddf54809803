package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.plan.RoleName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The references between resources, from the caches of the controllers and from writes of this
 * process, which a cache may lack for a moment.
 */
public final class ResourceGraph {

  private static final String BY_DEFINER = "definer";
  private static final String BY_ALLOWED_SCOPE = "allowed-scope";
  private static final String BY_DEFINED_SCOPE = "defined-scope";
  private static final String BY_APPLICATION = "application";

  private final CountDownLatch synced = new CountDownLatch(1);
  private final WatchedKind<IdentityDomain> domains = new WatchedKind<>("dependants", Map.of());
  private final WatchedKind<ClientApplication> applications =
      new WatchedKind<>(
          "dependencies",
          Map.of(
              BY_DEFINER, app -> References.definersEverFor(app).toList(),
              BY_ALLOWED_SCOPE, app -> References.allowedScopes(app).toList(),
              BY_DEFINED_SCOPE, References::definedScopeKeys));
  private final WatchedKind<AppRole> roles =
      new WatchedKind<>(
          "application", Map.of(BY_APPLICATION, role -> List.of(References.applicationOf(role))));
  private final WatchedKind<AppRoleGrant> grants =
      new WatchedKind<>(
          "role", Map.of(BY_DEFINER, grant -> References.definersFor(grant).toList()));

  private final WatchedKind<AppAssignment> assignments =
      new WatchedKind<>(
          "assigned", Map.of(BY_DEFINER, assigned -> References.definersFor(assigned).toList()));

  /** Ids of Apps by uid of the ClientApplication. */
  private final Map<String, String> appIds = new ConcurrentHashMap<>();

  /** Uids of resources without finalizer that a cache may still have. */
  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  /** The resources of a namespace that use a domain. */
  Stream<HasMetadata> usersIn(String namespace) {
    return Stream.of(applications, roles, grants, assignments)
        .flatMap(WatchedKind::all)
        .filter(resource -> namespace.equals(resource.getMetadata().getNamespace()))
        .map(HasMetadata.class::cast);
  }

  public WatchedKind<IdentityDomain> domains() {
    return domains;
  }

  public WatchedKind<ClientApplication> applications() {
    return applications;
  }

  public WatchedKind<AppRole> roles() {
    return roles;
  }

  public WatchedKind<AppRoleGrant> grants() {
    return grants;
  }

  public WatchedKind<AppAssignment> assignments() {
    return assignments;
  }

  private Stream<GrantResource> allGrants() {
    return Stream.of(grants, assignments).flatMap(this::present);
  }

  /** Releases the threads in {@link #awaitSynced}; call it when all caches have synced. */
  public void synced() {
    synced.countDown();
  }

  /** Makes lookups fail that lack a resource: a cache loses its resources when it stops. */
  public void stopping() {
    Stream.of(domains, applications, roles, grants, assignments).forEach(WatchedKind::stopping);
  }

  /** Waits until all caches have synced: before that, a cache may lack a resource that exists. */
  public void awaitSynced() {
    try {
      synced.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }

  /** Whether the caches have synced and are not stopping: they can be asked. */
  boolean isServing() {
    return synced.getCount() == 0 && !domains.isStopping();
  }

  /** The IdentityDomains of a namespace. */
  public Stream<IdentityDomain> domainsIn(String namespace) {
    return present(domains).filter(found -> namespace.equals(found.getMetadata().getNamespace()));
  }

  /** Whether a cache has a resource of a kind. */
  boolean exists(Class<?> kind, ResourceID id) {
    var key = id.getNamespace().orElse("") + "/" + id.getName();
    return watched(kind).get(key).isPresent();
  }

  private WatchedKind<?> watched(Class<?> kind) {
    if (kind.equals(AppRole.class)) {
      return roles;
    }
    return kind.equals(ClientApplication.class)
        ? applications
        : kind.equals(AppAssignment.class) ? assignments : grants;
  }

  public Optional<IdentityDomain> domain(String key) {
    return domains.get(key);
  }

  /** The spec of a domain; empty when the domain is absent or has none. */
  public Optional<IdentityDomainSpec> domainSpec(String key) {
    return domain(key).map(IdentityDomain::getSpec);
  }

  /** Whether an application has this uid, written without dashes. */
  public boolean hasApplication(String uid) {
    return applications.all().anyMatch(app -> uid(app).replace("-", "").equals(uid));
  }

  public Optional<ClientApplication> application(String key) {
    return applications.get(key);
  }

  /** {@code namespace/name} of the domain of a resource; empty while unknown. */
  public String domainOf(HasMetadata resource) {
    return switch (resource) {
      case IdentityDomain domain -> References.key(domain);
      case ClientApplication app -> References.domainOf(app);
      case AppRole role -> domainOfApplication(References.applicationOf(role));
      case GrantResource grant ->
          References.domainOf(grant)
              .or(() -> References.definerFor(grant).map(this::domainOfApplication))
              .orElse("");
      default -> "";
    };
  }

  private String domainOfApplication(String key) {
    return application(key).map(References::domainOf).orElse("");
  }

  /** The applications of a domain. */
  public List<ClientApplication> applicationsOf(IdentityDomain domain) {
    // no index: Fabric8 removes a resource from its indexes for a moment during an update
    return present(applications)
        .filter(app -> References.domainOf(app).equals(References.key(domain)))
        .toList();
  }

  /** Whether the operator only observes the App that defines the role of a grant. */
  public boolean isObserved(GrantResource grant) {
    return References.definerFor(grant)
        .flatMap(this::application)
        .filter(References::isObserved)
        .isPresent();
  }

  /** The AppRoleGrants and AppAssignments of a domain, also those whose application is gone. */
  public List<GrantResource> grantsIn(IdentityDomain domain) {
    return allGrants().filter(grant -> lastDomainOf(grant).equals(References.key(domain))).toList();
  }

  /**
   * {@code namespace/name} of the domain of a resource; for a grant whose application is gone, that
   * of its status. Only for requeues and counts: others may write the status.
   */
  String lastDomainOf(HasMetadata resource) {
    var domain = domainOf(resource);
    return domain.isEmpty() && resource instanceof GrantResource grant
        ? GrantRecords.domain(grant)
        : domain;
  }

  private <R extends HasMetadata> Stream<R> present(WatchedKind<R> kind) {
    return kind.all().filter(this::isPresent);
  }

  private boolean isPresent(HasMetadata resource) {
    return !removed.contains(uid(resource));
  }

  private static String uid(HasMetadata resource) {
    return resource.getMetadata().getUid();
  }

  /**
   * The last known id of an application's App, for wake-ups alone: others may write the status.
   * Empty before the creation and during the deletion of the App.
   */
  Optional<String> appId(ClientApplication app) {
    var known = Optional.ofNullable(appIds.get(uid(app)));
    return app.isMarkedForDeletion()
        ? Optional.empty()
        : known.or(() -> Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::appId));
  }

  /** Records the id of an application's App. */
  void putAppId(ClientApplication app, String appId) {
    appIds.put(uid(app), appId);
  }

  /** Records that the finalizer of a resource is being removed. */
  void putRemoved(HasMetadata resource) {
    removed.add(uid(resource));
    appIds.remove(uid(resource));
  }

  /** The uids that are remembered here, for {@link Wakeups#forgetsGone}. */
  Stream<Set<String>> remembered() {
    return Stream.of(removed, appIds.keySet());
  }

  /** The uids of all resources. */
  Stream<String> uids() {
    return Stream.of(domains, applications, roles, grants, assignments)
        .flatMap(WatchedKind::all)
        .map(ResourceGraph::uid);
  }

  /** The applications that define a scope of this fully qualified name, or of this likeness. */
  public Stream<ClientApplication> definersOf(String scope) {
    return applications.indexed(BY_DEFINED_SCOPE, scope);
  }

  /** The applications that may request a scope of this fully qualified name. */
  Stream<ClientApplication> clientsOf(String scope) {
    return applications.indexed(BY_ALLOWED_SCOPE, scope);
  }

  /** The AppRoles of an application. */
  Stream<AppRole> rolesOf(String application) {
    return roles.indexed(BY_APPLICATION, application);
  }

  /** The AppRoles of an application with this display name. */
  public Stream<AppRole> rolesNamed(String application, String displayName) {
    return rolesOf(application).filter(role -> displayName.equals(References.displayNameOf(role)));
  }

  /** The applications that refer to roles of another application. */
  Stream<ClientApplication> applicationsUsing(String application) {
    return applications.indexed(BY_DEFINER, application);
  }

  /** The grants of an application, and of its roles. */
  Stream<GrantResource> grantsUsing(String application) {
    return Stream.<GrantResource>concat(
            grants.indexed(BY_DEFINER, application), assignments.indexed(BY_DEFINER, application))
        .filter(this::isPresent);
  }

  /** The grants of the same application, or of the same domain. */
  public Stream<GrantResource> grantsLike(GrantResource grant) {
    return References.definerFor(grant)
        .map(this::grantsUsing)
        .orElseGet(() ->
            allGrants()
                .filter(other -> References.domainOf(other).equals(References.domainOf(grant))));
  }

  /**
   * The last known name of a referenced role in a domain, for wake-ups alone; empty for a role of
   * an App without ClientApplication.
   */
  Optional<RoleName> roleName(HasMetadata resource, String domain, AppRoleRef ref) {
    if (ref.externalApplication() != null) {
      return Optional.empty();
    }
    return ref.application() == null
        ? Optional.of(new RoleName(RoleName.DOMAIN_APP, ref.role()))
        : References.definerOf(resource, ref)
            .flatMap(this::application)
            .filter(other -> References.domainOf(other).equals(domain))
            .flatMap(this::appId)
            .map(id -> new RoleName(id, ref.role()));
  }

  /** The number of Apps in all domains whose ClientApplication does not exist. */
  public int orphans() {
    return domains
        .all()
        .flatMap(domain -> Stream.ofNullable(domain.getStatus()))
        .flatMap(status -> Stream.ofNullable(status.orphans()))
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** The number of resources of a kind that are Ready, or not Ready. */
  public long count(Class<? extends CustomResource<?, ?>> kind, boolean ready) {
    return Stream.of(domains, applications, roles, grants, assignments)
        .flatMap(WatchedKind::all)
        .filter(kind::isInstance)
        .filter(resource -> References.isReady(resource) == ready)
        .count();
  }
}
