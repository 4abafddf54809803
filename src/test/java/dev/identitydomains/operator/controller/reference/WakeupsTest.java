package dev.identitydomains.operator.controller.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.plan.RoleName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * In domain {@code main}: application {@code api} with two roles and two scopes, {@code orders}
 * that uses a role, {@code browser} that uses the scopes, {@code idle} that uses a role of the
 * domain itself, and two grants. In domain {@code other}: application {@code stock} with a role and
 * a grant.
 */
class WakeupsTest {

  private static final String READ = "https://api.example.com/read";
  private static final String WRITE = "https://api.example.com/write";

  private static final String API =
      """
      domainRef: {name: main}
      resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}, {value: write}]}
      """;

  private final IdentityDomain main = ResourceBuilder.domain("main").build();
  private final ClientApplication api = application("api", API, "app-api");
  private final ClientApplication orders =
      application(
          "orders",
          "{domainRef: {name: main}, appRoles: [{role: reader, application: {name: api}}]}",
          "app-orders");
  private final ClientApplication browser =
      application(
          "browser",
          "{domainRef: {name: main}, client: {allowedScopes: ['%s', '%s']}}".formatted(READ, WRITE),
          "app-browser");
  private final ClientApplication idle =
      application("idle", "{domainRef: {name: main}, appRoles: [{role: reader}]}", "app-idle");
  private final ClientApplication stock =
      application("stock", "domainRef: {name: other}", "app-stock");
  private final AppRole reader = role("reader", "api");
  private final AppRole writer = role("writer", "api");
  private final AppRole stockReader = role("stock-reader", "stock");
  private final AppRoleGrant staff =
      grant("staff", "{role: {role: reader, application: {name: api}}}", "group-1");
  private final AppRoleGrant admins =
      grant("admins", "{role: {role: User Administrator}, domainRef: {name: main}}", "group-2");
  private final AppRoleGrant clerks =
      grant("clerks", "{role: {role: reader, application: {name: stock}}}", "group-3");

  private final InMemoryCache<IdentityDomain> domains = new InMemoryCache<>();
  private final InMemoryCache<ClientApplication> applications = new InMemoryCache<>();
  private final InMemoryCache<AppRole> roles = new InMemoryCache<>();
  private final InMemoryCache<AppRoleGrant> grants = new InMemoryCache<>();
  private final ResourceGraph graph = new ResourceGraph();
  private final Wakeups wakeups = new Wakeups(graph);
  private final List<String> requeued = new ArrayList<>();

  @BeforeEach
  void fill() {
    domains.put(main);
    Stream.of(api, orders, browser, idle, stock).forEach(applications::put);
    Stream.of(reader, writer, stockReader).forEach(roles::put);
    Stream.of(staff, admins, clerks).forEach(grants::put);
    join(graph.domains(), domains, "IdentityDomain");
    join(graph.applications(), applications, "ClientApplication");
    join(graph.roles(), roles, "AppRole");
    join(graph.grants(), grants, "AppRoleGrant");
  }

  private <R extends HasMetadata> void join(
      WatchedKind<R> watched, InMemoryCache<R> cache, String kind) {
    var events = watched.join(cache);
    events.setEventHandler(event -> requeued.add(name(kind, event.getRelatedCustomResourceID())));
    events.start();
  }

  @Test
  void domainChangeRequeuesEverythingInTheDomain() {
    wakeups.domainChanged(main);
    assertRequeued(api, orders, browser, idle, reader, writer, staff, admins);
  }

  @Test
  void domainChangeRequeuesNothingOfAnotherDomain() {
    wakeups.domainChanged(ResourceBuilder.domain("main").namespace("idp").build());
    assertRequeued();
    wakeups.domainChanged(ResourceBuilder.domain("other").build());
    assertRequeued(stock, stockReader, clerks);
  }

  /** The watch of the namespaces starts before the caches, which fail until they have started. */
  @Test
  void namespaceCountsOnceTheCachesHaveSynced() {
    var early = new ResourceGraph();
    early.applications().join(InMemoryCache.notStarted());
    new Wakeups(early).namespaceChanged("shop");
    graph.synced();
    wakeups.namespaceChanged("shop");
    assertRequeued(
        api, orders, browser, idle, stock, reader, writer, stockReader, staff, admins, clerks);
    graph.stopping();
    wakeups.namespaceChanged("shop");
  }

  @Test
  void domainChangeEndsTheWait() {
    wakeups.waitsFor("shop/main", orders);
    wakeups.domainChanged(main);
    requeued.clear();
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertRequeued();
  }

  @Test
  void stateChangeRequeuesWaitingResourcesOnce() {
    wakeups.waitsFor("shop/main", orders);
    wakeups.waitsFor("shop/main", orders);
    wakeups.waitsFor("shop/main", reader);
    wakeups.waitsFor("shop/main", staff);
    wakeups.waitsFor("shop/other", stock);
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertThat(requeued).hasSize(3);
    assertRequeued(orders, reader, staff);
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertRequeued();
  }

  /** Two paused applications that use each other would requeue each other for ever. */
  @Test
  void editRequeuesUsersOnceForEachGeneration() {
    api.getMetadata().setGeneration(2L);
    wakeups.applicationEdited(api);
    assertThat(requeued).isNotEmpty();
    requeued.clear();
    wakeups.applicationEdited(api);
    assertRequeued();
    api.getMetadata().setGeneration(3L);
    wakeups.applicationEdited(api);
    assertThat(requeued).isNotEmpty();
  }

  /** Item 10: users choose the names of domains and resources. */
  @Test
  void waitEndsWithTheResource() {
    var gone = application("gone", "domainRef: {name: main}", "app-gone");
    wakeups.waitsFor("shop/never-made", gone);
    wakeups.waitsFor("shop/main", gone);
    wakeups.domainChecked(main, false, InventoryChanges.NONE);
    applications.put(gone);
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertRequeued();
  }

  /** Item 10: a resource may lose its finalizer without the operator. */
  @Test
  void uidsOfResourcesThatNoCacheHasAreForgotten() {
    var uids = ConcurrentHashMap.<String>newKeySet();
    wakeups.forgetsGone(uids);
    var present = orders.getMetadata().getUid();
    uids.addAll(Set.of(present, "gone"));
    wakeups.domainChecked(main, false, InventoryChanges.NONE);
    assertThat(uids).containsExactly(present);
    applications.remove(orders);
    wakeups.domainChecked(main, false, InventoryChanges.NONE);
    assertThat(uids).isEmpty();
  }

  /**
   * Item 9: who begins to wait at the moment of a change is requeued, or waits for the next one.
   */
  @Test
  void noWaiterIsLostBesideAChange() throws InterruptedException {
    for (var round = 0; round < 1000; round++) {
      requeued.clear();
      var waiter = Thread.ofVirtual().start(() -> wakeups.waitsFor("shop/main", orders));
      wakeups.domainChecked(main, true, InventoryChanges.NONE);
      waiter.join();
      wakeups.domainChecked(main, true, InventoryChanges.NONE);
      assertRequeued(orders);
    }
  }

  @Test
  void checkWithoutStateChangeKeepsResourcesWaiting() {
    wakeups.waitsFor("shop/main", orders);
    wakeups.domainChecked(main, false, InventoryChanges.NONE);
    assertRequeued();
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertRequeued(orders);
  }

  @Test
  void resourceWaitsEvenWhereNoCacheHasIt() {
    var late = application("late", "domainRef: {name: main}", null);
    wakeups.waitsFor("shop/main", late);
    wakeups.domainChecked(main, true, InventoryChanges.NONE);
    assertRequeued(late);
  }

  @Test
  void changedAppRequeuesItsApplication() {
    check(Set.of("app-orders", "app-nobody's"), Set.of());
    assertRequeued(orders);
  }

  @Test
  void changedAppRequeuesNothingOfAnotherDomain() {
    check(Set.of("app-stock"), Set.of());
    assertRequeued();
  }

  @Test
  void changedAppIsFoundByTheIdThatWasNotedLast() {
    wakeups.applicationSynced(orders, "app-new", false);
    requeued.clear();
    check(Set.of("app-new"), Set.of());
    assertRequeued(orders);
    check(Set.of("app-orders"), Set.of());
    assertRequeued();
  }

  @Test
  void changedGranteeRequeuesItsGrant() {
    check(Set.of("group-2", "group-3"), Set.of());
    assertRequeued(admins);
    grants.put(ResourceBuilder.grant("admins").spec("domainRef: {name: main}").build());
    check(Set.of("group-2"), Set.of());
    assertRequeued();
  }

  @Test
  void changedRoleRequeuesItsResourceAndItsUsers() {
    check(Set.of(), Set.of(new RoleName("app-api", "reader")));
    assertRequeued(reader, orders, staff);
    check(Set.of(), Set.of(new RoleName("app-api", "writer")));
    assertRequeued(writer);
    check(Set.of(), Set.of(new RoleName("app-api", "READER")));
    assertRequeued();
  }

  @Test
  void changedRoleOfTheDomainRequeuesItsUsers() {
    check(Set.of(), Set.of(new RoleName(RoleName.DOMAIN_APP, "User Administrator")));
    assertRequeued(admins);
    check(Set.of(), Set.of(new RoleName(RoleName.DOMAIN_APP, "reader")));
    assertRequeued(idle);
  }

  @Test
  void resourceThatWaitsAndHasChangedIsRequeuedOnce() {
    wakeups.waitsFor("shop/main", orders);
    wakeups.domainChecked(
        main,
        true,
        new InventoryChanges(
            Set.of("app-orders"), Set.of(new RoleName("app-api", "reader")), Set.of()));
    assertThat(requeued).hasSize(3);
    assertRequeued(orders, reader, staff);
  }

  @Test
  void newAppRequeuesItsUsers() {
    wakeups.applicationSynced(application("api", API, null), "app-api", false);
    assertRequeued(reader, writer, orders, browser, staff);
  }

  @Test
  void changedAppRequeuesItsUsers() {
    wakeups.applicationSynced(api, "app-api", true);
    assertRequeued(reader, writer, orders, browser, staff);
    wakeups.applicationSynced(api, "app-api-2", false);
    assertRequeued(reader, writer, orders, browser, staff);
  }

  @Test
  void unchangedAppRequeuesNothing() {
    wakeups.applicationSynced(api, "app-api", false);
    assertRequeued();
    wakeups.applicationSynced(application("api", API, null), "app-api", false);
    assertRequeued();
    wakeups.applicationSynced(idle, "app-idle", true);
    assertRequeued();
  }

  @Test
  void scopesRequeueEachOfTheirClientsOnce() {
    wakeups.scopesChanged(Stream.of(READ, WRITE, READ));
    assertThat(requeued).hasSize(1);
    assertRequeued(browser);
    wakeups.scopesChanged(Stream.of("https://api.example.com/", "READ", ""));
    assertRequeued();
  }

  @Test
  void deletedApplicationRequeuesItsUsers() {
    wakeups.applicationDeleted(api);
    assertRequeued(reader, writer, orders, browser, staff);
  }

  @Test
  void deletedApplicationRequeuesDomainThatIsDeleted() {
    domains.put(ResourceBuilder.domain("main").deleted().build());
    wakeups.applicationDeleted(idle);
    assertRequeued(main);
    wakeups.applicationDeleted(stock);
    assertRequeued(stockReader, clerks);
  }

  @Test
  void deletedApplicationIsNotRequeuedWhileCached() {
    wakeups.applicationDeleted(idle);
    wakeups.domainChanged(main);
    assertRequeued(api, orders, browser, reader, writer, staff, admins);
    check(Set.of("app-idle"), Set.of());
    assertRequeued();
  }

  @Test
  void deletedApplicationIsForgottenWhenNoCacheHasIt() {
    wakeups.applicationDeleted(idle);
    applications.remove(idle);
    wakeups.domainChecked(main, false, InventoryChanges.NONE);
    applications.put(idle);
    check(Set.of("app-idle"), Set.of());
    assertRequeued(idle);
  }

  @Test
  void deletedGrantRequeuesItsRivals() {
    var rival = grant("rival", "{role: {role: reader, application: {name: api}}}", null);
    var other = grant("other", "{role: {role: writer, application: {name: api}}}", null);
    Stream.of(rival, other).forEach(grants::put);
    grants.remove(staff);
    wakeups.grantDeleted(staff, true);
    assertRequeued(rival);
  }

  @Test
  void deletedGrantOfDomainRoleRequeuesItsRivals() {
    var role = "{role: {role: User Administrator}, domainRef: {name: %s}}";
    var rival = grant("rival", role.formatted("main"), null);
    var foreign = grant("foreign", role.formatted("other"), null);
    Stream.of(rival, foreign).forEach(grants::put);
    grants.remove(admins);
    wakeups.grantDeleted(admins, true);
    assertRequeued(rival);
  }

  @Test
  void deletedGrantWithoutClaimRequeuesNothing() {
    grants.put(grant("rival", "{role: {role: reader, application: {name: api}}}", null));
    grants.remove(staff);
    wakeups.grantDeleted(staff, false);
    assertRequeued();
  }

  @Test
  void deletedGrantRequeuesDomainThatIsDeleted() {
    domains.put(ResourceBuilder.domain("main").deleted().build());
    grants.remove(staff);
    wakeups.grantDeleted(staff, true);
    assertRequeued(main);
  }

  @Test
  void deletedGrantWithoutApplicationRequeuesDomainOfItsStatus() {
    domains.put(ResourceBuilder.domain("main").deleted().build());
    applications.remove(api);
    var lost =
        ResourceBuilder.grant("lost")
            .spec("{role: {role: reader, application: {name: api}}}")
            .status("domain: shop/main")
            .build();
    grants.put(lost);
    assertThat(graph.grantsIn(main)).contains(lost);
    grants.remove(lost);
    wakeups.grantDeleted(lost, false);
    assertRequeued(main);
  }

  @Test
  void roleRequeuesItsUsers() {
    wakeups.roleChanged(reader);
    assertRequeued(orders, staff);
    wakeups.roleChanged(writer);
    assertRequeued();
    wakeups.roleChanged(stockReader);
    assertRequeued();
  }

  @Test
  void roleFindsItsUsersByDisplayName() {
    var renamed =
        ResourceBuilder.role("r").spec("{applicationRef: {name: api}, displayName: reader}");
    wakeups.roleChanged(renamed.build());
    assertRequeued(orders, staff);
    wakeups.roleChanged(ResourceBuilder.role("reader").build());
    assertRequeued();
  }

  @Test
  void stoppedControllerIsNotWoken() {
    var stopped = new ResourceGraph();
    var events = stopped.applications().join(applications);
    events.setEventHandler(event -> requeued.add(event.toString()));
    new Wakeups(stopped).domainChanged(main);
    new Wakeups(new ResourceGraph()).domainChanged(main);
    assertRequeued();
  }

  private void check(Set<String> appIds, Set<RoleName> changedRoles) {
    wakeups.domainChecked(main, false, new InventoryChanges(appIds, changedRoles, Set.of()));
  }

  /** Compares with the resources that were requeued since the last time, however often. */
  private void assertRequeued(HasMetadata... expected) {
    assertThat(Set.copyOf(requeued))
        .isEqualTo(
            Stream.of(expected)
                .map(resource -> name(resource.getKind(), ResourceID.fromResource(resource)))
                .collect(Collectors.toSet()));
    requeued.clear();
  }

  private static String name(String kind, ResourceID id) {
    return kind + " " + id.getNamespace().orElse("") + "/" + id.getName();
  }

  private static ClientApplication application(String name, String spec, @Nullable String appId) {
    return ResourceBuilder.application(name)
        .spec(spec)
        .status(appId == null ? "{}" : "appId: " + appId)
        .build();
  }

  private static AppRole role(String name, String application) {
    return ResourceBuilder.role(name).spec("{applicationRef: {name: " + application + "}}").build();
  }

  private static AppRoleGrant grant(String name, String spec, @Nullable String granteeId) {
    return ResourceBuilder.grant(name)
        .spec(spec)
        .status(granteeId == null ? "{}" : "granteeId: " + granteeId)
        .build();
  }
}
