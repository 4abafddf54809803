package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.DomainWaiters.Dependant;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requeues the dependants of a resource at once after a change. */
public final class Wakeups {

  private final ResourceGraph graph;

  /** The resources that wait for the next change of a domain's state. */
  private final DomainWaiters waiting = new DomainWaiters();

  /** The resources in conflict with another owner's object of a domain. */
  private final DomainWaiters rivals = new DomainWaiters();

  /** The applications above the object limit of a domain. */
  private final DomainWaiters limited = new DomainWaiters();

  /** Each that is woken costs a call, and an App that has gone leaves room for one. */
  private static final int WOKEN_FOR_ROOM = 4;

  /** The generations of applications whose users were requeued for an edit, by uid. */
  private final Map<String, Long> edited = new ConcurrentHashMap<>();

  private final List<Set<String>> remembered = new CopyOnWriteArrayList<>();

  public Wakeups(ResourceGraph graph) {
    this.graph = graph;
    graph.remembered().forEach(this::forgetsGone);
    forgetsGone(edited.keySet());
  }

  /**
   * Registers the uids of which something is remembered. At each check of a domain, they lose those
   * that no cache has: a resource may go without the operator, which sees no deletion then.
   */
  public void forgetsGone(Set<String> uids) {
    remembered.add(uids);
  }

  private void forgetGone() {
    // first: what is added meanwhile is of a resource that a cache has
    var gone = remembered.stream().flatMap(Set::stream).collect(Collectors.toSet());
    graph.uids().forEach(gone::remove);
    if (!gone.isEmpty()) {
      remembered.forEach(uids -> gone.forEach(uids::remove));
    }
  }

  /**
   * Registers a resource to be requeued at the domain's next state change. Register first, then
   * read the state, or a change in between is missed.
   */
  void waitsFor(String domain, HasMetadata resource) {
    waiting.add(Dependant.of(resource), domain);
  }

  /**
   * Registers a resource in conflict or above a limit, to be requeued when an object of the domain
   * may have gone, or removes one that is neither any more. A new one is requeued at once: what
   * stood in its way may have gone since the plan.
   */
  public void settled(String domain, HasMetadata resource, Reason reason) {
    var one = Dependant.of(resource);
    var isRival = rivals.set(one, domain, reason == Reason.Conflict);
    var isLimited = limited.set(one, domain, reason == Reason.LimitReached);
    if (isRival || isLimited) {
      requeue(Set.of(one));
    }
  }

  /** Requeues some of the applications that wait for room in a domain. */
  private void roomIn(String domain) {
    requeue(limited.of(domain).limit(WOKEN_FOR_ROOM).collect(Collectors.toSet()));
  }

  private void rivalsIn(String domain) {
    requeue(rivals.take(domain));
  }

  /** Requeues all resources of a domain whose spec has changed. */
  public void domainChanged(IdentityDomain domain) {
    waitersOf(References.key(domain));
    var applications = graph.applicationsOf(domain);
    graph.applications().requeue(applications.stream());
    applications.forEach(this::requeueRoles);
    requeueGrants(graph.grantsIn(domain).stream());
  }

  /**
   * Requeues the resources of a namespace that is new or has other labels. The watch of the
   * namespaces starts before the controllers, which look at each resource once they start.
   */
  public void namespaceChanged(String namespace) {
    if (graph.isServing()) {
      requeue(graph.usersIn(namespace).map(Dependant::of).collect(Collectors.toSet()));
    }
  }

  /**
   * Requeues the resources that a check of the domain affects.
   *
   * @param stateChanged whether the domain's state has changed
   * @param changes the changes that full reads detected
   */
  public void domainChecked(IdentityDomain domain, boolean stateChanged, InventoryChanges changes) {
    forgetGone();
    var dependants = new HashSet<Dependant>();
    if (stateChanged) {
      dependants.addAll(waitersOf(References.key(domain)));
    }
    Stream.of(waiting, rivals, limited)
        .forEach(waiters -> waiters.retain(one -> graph.exists(one.kind(), one.id())));
    if (!changes.appIds().isEmpty()) {
      roomIn(References.key(domain));
    }
    scopesChanged(changes.scopes().stream());
    if (!changes.isEmpty()) {
      dependants.addAll(rivals.take(References.key(domain)));
      Stream.concat(
              graph.applicationsOf(domain).stream().flatMap(app -> concerned(app, changes)),
              graph.grantsIn(domain).stream().filter(grant -> isConcerned(grant, changes)))
          .map(Dependant::of)
          .forEach(dependants::add);
    }
    requeue(dependants);
  }

  /** Removes and returns the resources that wait for a domain. */
  private Set<Dependant> waitersOf(String domain) {
    return waiting.take(domain);
  }

  private void requeue(Set<Dependant> dependants) {
    graph.applications().requeueIds(ids(ClientApplication.class, dependants));
    graph.grants().requeueIds(ids(AppRoleGrant.class, dependants));
    graph.assignments().requeueIds(ids(AppAssignment.class, dependants));
    graph.roles().requeueIds(ids(AppRole.class, dependants));
  }

  private void requeueGrants(Stream<GrantResource> grants) {
    requeue(grants.map(Dependant::of).collect(Collectors.toSet()));
  }

  private static Stream<ResourceID> ids(Class<?> kind, Set<Dependant> dependants) {
    return dependants.stream().filter(one -> one.kind().equals(kind)).map(Dependant::id);
  }

  /** The application and its roles, each if the changes may affect it. */
  private Stream<HasMetadata> concerned(ClientApplication app, InventoryChanges changes) {
    var id = graph.appId(app).orElse("");
    var itself =
        changes.appIds().contains(id)
                || usesAny(app, changes.roles())
                || References.usesExternal(app)
            ? Stream.of(app)
            : Stream.<HasMetadata>of();
    var its =
        graph
            .rolesOf(References.key(app))
            .filter(
                role -> changes.roles().contains(new RoleName(id, References.displayNameOf(role))));
    return Stream.concat(itself, its);
  }

  private boolean isConcerned(GrantResource grant, InventoryChanges changes) {
    var granteeId = grant.getStatus() == null ? null : grant.getStatus().granteeId();
    return (granteeId != null && changes.appIds().contains(granteeId))
        || usesAny(grant, changes.roles())
        || (References.usesExternal(grant) && !References.isReady(grant)); // each costs calls
  }

  private boolean usesAny(HasMetadata resource, Set<RoleName> changed) {
    return !changed.isEmpty()
        && References.usedRoles(resource)
            .flatMap(ref -> graph.roleName(resource, graph.domainOf(resource), ref).stream())
            .anyMatch(changed::contains);
  }

  /**
   * Records the App of an application, and requeues the resources that wait for it.
   *
   * @param changed whether the App is new or has changed, for example its scopes
   */
  public void applicationSynced(ClientApplication app, String appId, boolean changed) {
    var before = graph.appId(app);
    graph.putAppId(app, appId);
    if (changed || !before.equals(Optional.of(appId))) {
      requeueUsers(app);
    }
    if (changed && before.isPresent() && References.isChanged(app)) {
      rivalsIn(References.domainOf(app)); // it may have given up a name
    }
  }

  /**
   * Requeues the resources that use an application whose spec has changed, once for each
   * generation: applications may use each other, and one that is paused stays changed.
   */
  public void applicationEdited(ClientApplication app) {
    var generation = app.getMetadata().getGeneration();
    if (!Objects.equals(edited.put(app.getMetadata().getUid(), generation), generation)) {
      requeueUsers(app);
    }
  }

  private void requeueUsers(ClientApplication app) {
    requeueRoles(app);
    scopesChanged(References.definedScopes(app));
    graph.applications().requeue(graph.applicationsUsing(References.key(app)));
    requeueGrants(graph.grantsUsing(References.key(app)));
  }

  private void requeueRoles(ClientApplication app) {
    graph.roles().requeue(graph.rolesOf(References.key(app)));
  }

  /** Requeues the applications that may request one of these scopes. */
  public void scopesChanged(Stream<String> scopes) {
    graph.applications().requeue(scopes.flatMap(graph::clientsOf).distinct());
  }

  /** Requeues the dependants of a deleted application, and its domain if that is deleted too. */
  public void applicationDeleted(ClientApplication app) {
    removed(app);
    roomIn(graph.lastDomainOf(app));
    requeueUsers(app);
  }

  /**
   * Requeues the domain of a deleted grant if that is deleted too, and the grants that it
   * conflicted with.
   *
   * @param claimed whether the grant could conflict with others
   */
  public void grantDeleted(GrantResource grant, boolean claimed) {
    removed(grant);
    if (claimed) {
      requeueGrants(graph.grantsLike(grant).filter(other -> References.isSameGrant(other, grant)));
    }
  }

  /** Records that the finalizer of a domain is being removed. */
  public void domainDeleted(IdentityDomain domain) {
    graph.putRemoved(domain);
  }

  private void removed(HasMetadata resource) {
    edited.remove(resource.getMetadata().getUid());
    graph.putRemoved(resource);
    rivalsIn(graph.lastDomainOf(resource));
    graph
        .domains()
        .requeue(
            graph
                .domain(graph.lastDomainOf(resource))
                .filter(IdentityDomain::isMarkedForDeletion)
                .stream());
  }

  /** Requeues the resources that refer to a role. */
  public void roleChanged(AppRole role) {
    var application = References.applicationOf(role);
    var name = References.displayNameOf(role);
    rivalsIn(graph.domainOf(role));
    graph.applications().requeue(users(graph.applicationsUsing(application), name));
    requeueGrants(users(graph.grantsUsing(application), name));
  }

  private static <R extends HasMetadata> Stream<R> users(Stream<R> resources, String role) {
    return resources.filter(
        user -> References.usedRoles(user).anyMatch(ref -> role.equals(ref.role())));
  }
}
