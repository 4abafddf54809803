package dev.identitydomains.operator.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.identitydomains.operator.engine.EngineFixture;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryReaderTest {

  private static final String APPS = "GET /admin/v1/Apps";
  private static final String ROLES = "GET /admin/v1/AppRoles";
  private static final String GRANTS = "GET /admin/v1/Grants";

  private EngineFixture engine;

  @BeforeEach
  void start() throws IOException {
    engine = EngineFixture.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void readsAppsWithDeclarableAttributes() {
    var appId =
        engine.makeApp(
            "orders",
            """
            displayName: Orders 🔑
            isOAuthResource: true
            audience: "https://a/"
            accessTokenExpiry: 60
            scopes: [{value: read, description: Reads}, {value: write}]
            redirectUris: ["https://a/2", "https://a/1"]
            appThumbnail: "https://a/undeclared"
            """);
    engine.reader().readAll();
    var app = observed("orders");
    assertThat(app.ref().id()).isEqualTo(appId);
    assertThat(app.ref().clientId()).isEqualTo("orders");
    assertThat(app.ref().ocid()).isEqualTo(inDomain("orders", "ocid"));
    assertThat(app.ref().version())
        .isEqualTo(engine.domain().app("orders").path("meta").path("version").asText());
    assertThat(app.template()).isEqualTo("CustomWebAppTemplateId");
    assertThat(app.active()).isTrue();
    assertThat(app.attributes())
        .containsEntry("displayName", AttributeValue.of("Orders 🔑"))
        .containsEntry("isOAuthResource", AttributeValue.of(true))
        .containsEntry("accessTokenExpiry", AttributeValue.of(60))
        .containsEntry("redirectUris", AttributeValue.of(Stream.of("https://a/1", "https://a/2")))
        .containsEntry(
            "scopes",
            new ComplexValues(
                "value", Map.of("read", Map.of("description", "Reads"), "write", Map.of())))
        .doesNotContainKeys("appThumbnail", "description", "clientSecret");
    assertThat(app.definedScopes()).containsExactlyInAnyOrder("https://a/read", "https://a/write");
  }

  @Test
  void readsOwnershipOfApps() {
    engine.makeApp("unowned", "{tags: [{key: team, value: a}]}");
    engine.makeApp("owned", "{tags: [{key: identitydomains.dev/owner, value: c/ns@u/owned}]}");
    engine.makeApp(
        "adopted",
        "{tags: [{key: identitydomains.dev/adopted, value: 'true'}, {key: identitydomains.dev/retained-from, value: c/ns@u/a}]}");
    engine.reader().readAll();
    assertThat(observed("unowned").ownership()).isEqualTo(new Ownership(null, null, false, false));
    assertThat(observed("owned").ownership())
        .isEqualTo(new Ownership("c/ns@u/owned", null, false, false));
    assertThat(observed("adopted").ownership())
        .isEqualTo(new Ownership(null, "c/ns@u/a", true, false));
    assertThat(observed("IDCSApp").ownership()).isEqualTo(new Ownership(null, null, false, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"isOPCService", "infrastructure", "migrated"})
  void readsAppsOfTheServiceAsBuiltIn(String mark) {
    var appId = engine.makeApp("orders", "{}");
    engine.domain().edit("Apps", appId, mark, BooleanNode.FALSE);
    engine.reader().readAll();
    assertThat(observed("orders").ownership().builtIn()).isFalse();
    engine.domain().edit("Apps", appId, mark, BooleanNode.TRUE);
    engine.reader().readAll();
    assertThat(observed("orders").ownership().builtIn()).isTrue();
  }

  @Test
  void readsRolesAndGrantsButNoGrantsToUsers() {
    var appId = engine.makeApp("orders", "{}");
    var role = makeRole(appId, "reader 🔑");
    var toApp = makeGrant(GranteeType.APP, appId, role);
    var toGroup = makeGrant(GranteeType.GROUP, group(), role);
    makeGrant(GranteeType.USER, user(), role);
    var resourceGroup =
        engine.make("DynamicResourceGroups", "{displayName: Builders, matchingRule: any}");
    var toResourceGroup = makeGrant(GranteeType.DYNAMIC_RESOURCE_GROUP, resourceGroup, role);
    engine.reader().readAll();
    var found = engine.inventory().role(new RoleName(appId, "reader 🔑")).orElseThrow();
    assertThat(found.id()).isEqualTo(role.id());
    assertThat(found.version()).isNotEmpty();
    assertThat(found.attributes())
        .containsEntry("availableToClients", AttributeValue.of(true))
        .containsEntry("public", AttributeValue.of(false))
        .doesNotContainKey("description");
    assertThat(observed("orders").grants()).isEqualTo(Map.of(toApp, role));
    assertThat(engine.inventory().grant(group(), role.id()))
        .contains(new ObservedGrant(toGroup, group(), role));
    assertThat(engine.inventory().grant(resourceGroup, role.id()))
        .contains(new ObservedGrant(toResourceGroup, resourceGroup, role));
    assertThat(engine.inventory().grant(user(), role.id())).isEmpty();
  }

  @Test
  void readsNoSecret() {
    var appId = engine.makeApp("orders", "{}");
    engine.reader().readAll();
    engine.reader().refreshApplications("orders", "Orders");
    engine.reader().refreshRole(new RoleName(appId, "reader"));
    assertThat(engine.domain().calls())
        .extracting(Call::query)
        .allSatisfy(query -> assertThat(query).doesNotContainIgnoringCase("secret"))
        .filteredOn(query -> query.contains("attributes"))
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(observed("orders").toString()).doesNotContain(inDomain("orders", "clientSecret"));
  }

  @Test
  void readsEveryPage() {
    IntStream.range(0, 1000).forEach(i -> engine.makeApp("app_" + i, "{}"));
    engine.reader().readAll();
    assertThat(engine.calls(APPS)).isEqualTo(2);
    for (var i = 0; i < 1000; i++) {
      assertThat(engine.inventory().applications("app_" + i, "")).hasSize(1);
    }
  }

  @Test
  void forgetsObjectsDeletedSinceFormerRead() {
    var appId = engine.makeApp("orders", "{}");
    var role = makeRole(appId, "reader");
    var grantId = makeGrant(GranteeType.GROUP, group(), role);
    engine.reader().readAll();
    engine.inventory().drainChanges();
    engine.domain().delete("Grants", grantId);
    engine.domain().remove(appId);
    engine.reader().readAll();
    assertThat(engine.inventory().applications("orders", "orders")).isEmpty();
    assertThat(engine.inventory().nameOf(role)).isEmpty();
    assertThat(engine.inventory().grant(group(), role.id())).isEmpty();
    assertThat(engine.inventory().drainChanges().roles())
        .containsExactly(new RoleName(appId, "reader"));
  }

  @Test
  void countsFullReadsAndReadsOnlyWhenStale() {
    engine.reader().refreshIfStale();
    assertThat(engine.reader().lastCompleted()).isZero();
    engine.reader().readAll();
    assertThat(engine.reader().lastCompleted()).isEqualTo(1);
    engine.reader().markStale();
    engine.reader().markStale();
    engine.reader().refreshIfStale();
    engine.reader().refreshIfStale();
    assertThat(engine.reader().lastCompleted()).isEqualTo(2);
    engine.reader().markStale();
    engine.reader().readAll();
    engine.reader().refreshIfStale();
    assertThat(engine.reader().lastCompleted()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {APPS, ROLES, GRANTS})
  void staysStaleAndUnchangedAfterFailedRead(String call) {
    engine.reader().readAll();
    engine.makeApp("orders", "{}");
    engine.reader().markStale();
    engine.domain().faults().arm(call, new Fault.Status(503), 1);
    assertThatThrownBy(engine.reader()::refreshIfStale).isInstanceOf(CallException.class);
    assertThat(engine.inventory().applications("orders", "")).isEmpty();
    engine.reader().refreshIfStale();
    assertThat(observed("orders")).isNotNull();
    var calls = engine.domain().calls().size();
    engine.reader().refreshIfStale();
    assertThat(engine.domain().calls()).hasSize(calls);
  }

  @Test
  void doesNotBecomeStaleByFailedRead() {
    engine.domain().faults().arm(APPS, new Fault.Status(503), 1);
    assertThatThrownBy(engine.reader()::readAll).isInstanceOf(CallException.class);
    engine.reader().refreshIfStale();
    assertThat(engine.calls(APPS)).isEqualTo(1);
  }

  /** The write whose reply was lost may have come after the pages were read. */
  @Test
  void staysStaleWhereMarkedDuringRead() throws IOException {
    var marking =
        new Waiting() {
          private boolean marked;

          @Override
          public <T> T run(Supplier<T> blocking) {
            var result = blocking.get();
            if (!marked) {
              marked = true;
              engine.reader().markStale();
            }
            return result;
          }
        };
    restart(marking, Waiting.WITHOUT_PERMIT);
    engine.reader().readAll();
    engine.reader().refreshIfStale();
    assertThat(engine.reader().lastCompleted()).isEqualTo(2);
    engine.reader().refreshIfStale();
    assertThat(engine.reader().lastCompleted()).isEqualTo(2);
  }

  /** Item 3: doubt ends with the success of a reading, not with its beginning. */
  @Test
  void staleReaderWaitsForReadUnderWay() throws Exception {
    var reads = new HeldReads();
    restart(reads.calls(), reads.joins());
    engine.reader().markStale();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = CompletableFuture.runAsync(engine.reader()::readAll, threads);
      reads.awaitCall();
      var second = CompletableFuture.runAsync(engine.reader()::refreshIfStale, threads);
      reads.awaitJoin();
      assertThat(second).isNotDone();
      reads.release();
      assertThat(second).succeedsWithin(Duration.ofSeconds(10));
      assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    }
    assertThat(engine.reader().lastBegun()).isEqualTo(1);
  }

  @Test
  void joinsReadThatIsUnderWay() throws Exception {
    var reads = new HeldReads();
    restart(reads.calls(), reads.joins());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = CompletableFuture.runAsync(engine.reader()::readAll, threads);
      reads.awaitCall();
      var second = CompletableFuture.runAsync(engine.reader()::readAll, threads);
      reads.awaitJoin();
      assertThat(second).isNotDone();
      reads.release();
      assertThat(first).succeedsWithin(Duration.ofSeconds(10));
      assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    }
    assertThat(engine.calls(APPS)).isEqualTo(1);
    assertThat(engine.reader().lastCompleted()).isEqualTo(1);
    engine.reader().readAll();
    assertThat(engine.reader().lastCompleted()).as("the next one is not joined").isEqualTo(2);
  }

  /** Item 2: a domain whose read has failed would count as read. */
  @Test
  void joinedReadFailsWithTheReadThatIsUnderWay() throws Exception {
    var reads = new HeldReads();
    restart(reads.calls(), reads.joins());
    engine.domain().faults().arm(GRANTS, new Fault.Status(503), 1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = CompletableFuture.runAsync(engine.reader()::readAll, threads);
      reads.awaitCall();
      var second = CompletableFuture.runAsync(engine.reader()::readAll, threads);
      reads.awaitJoin();
      reads.release();
      assertThat(first).failsWithin(Duration.ofSeconds(10));
      assertThat(second).failsWithin(Duration.ofSeconds(10));
    }
  }

  /** Holds calls to the domain until they are released. */
  private static final class HeldReads {

    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch joined = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Waiting calls() {
      return new Waiting() {
        @Override
        public <T> T run(Supplier<T> blocking) {
          called.countDown();
          await(released);
          return blocking.get();
        }
      };
    }

    Waiting joins() {
      return new Waiting() {
        @Override
        public <T> T run(Supplier<T> blocking) {
          return blocking.get();
        }

        @Override
        public <T> T join(CompletableFuture<T> result) {
          joined.countDown();
          return run(result::join);
        }
      };
    }

    void awaitCall() {
      await(called);
    }

    void awaitJoin() {
      await(joined);
    }

    void release() {
      released.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void refreshesAppsByClientIdOrDisplayName() {
    engine.makeApp("orders", "{displayName: Orders}");
    engine.makeApp("other", "{displayName: 'Say \"hi\" \\ 🔑'}");
    engine.makeApp("third", "{}");
    engine.reader().refreshApplications("ORDERS", "Say \"hi\" \\ 🔑");
    assertThat(observed("orders").displayName()).isEqualTo("Orders");
    assertThat(observed("other").displayName()).isEqualTo("Say \"hi\" \\ 🔑");
    assertThat(engine.inventory().applications("third", "")).isEmpty();
  }

  @Test
  void refreshesNoAppByEmptyDisplayName() {
    engine.makeApp("orders", "{}");
    engine.reader().refreshApplications("orders", "");
    assertThat(observed("orders")).isNotNull();
    assertThat(engine.domain().calls())
        .extracting(Call::query)
        .noneMatch(query -> query.contains("displayName eq"));
  }

  @Test
  void refreshForgetsAppThatIsGone() {
    var appId = engine.makeApp("orders", "{displayName: Orders}");
    var role = makeRole(appId, "reader");
    engine.makeApp("other", "{}");
    engine.reader().readAll();
    engine.domain().remove(appId);
    engine.reader().refreshApplications("orders", "Orders");
    assertThat(engine.inventory().applications("orders", "Orders")).isEmpty();
    assertThat(engine.inventory().nameOf(role)).as("with its roles").isEmpty();
    assertThat(observed("other")).isNotNull();
  }

  @Test
  void refreshTakesAppThatWasCreatedAnew() {
    var appId = engine.makeApp("orders", "{}");
    engine.reader().readAll();
    engine.domain().remove(appId);
    var later = engine.makeApp("orders", "{description: Later}");
    engine.reader().refreshApplications("orders", "orders");
    assertThat(engine.inventory().applications("orders", "orders"))
        .singleElement()
        .satisfies(app -> assertThat(app.ref().id()).isEqualTo(later));
  }

  @Test
  void refreshReadsGrantsOfApp() {
    var appId = engine.makeApp("orders", "{}");
    var reader = makeRole(appId, "reader");
    var writer = makeRole(appId, "writer");
    var before = makeGrant(GranteeType.APP, appId, reader);
    var toGroup = makeGrant(GranteeType.GROUP, group(), reader);
    engine.reader().readAll();
    engine.domain().delete("Grants", before);
    var after = makeGrant(GranteeType.APP, appId, writer);
    engine.reader().refreshApplications("orders", "");
    assertThat(observed("orders").grants()).isEqualTo(Map.of(after, writer));
    assertThat(engine.inventory().grant(group(), reader.id()))
        .as("not a grant to the App")
        .contains(new ObservedGrant(toGroup, group(), reader));
  }

  @Test
  void refreshesGrant() {
    var role = makeRole(engine.makeApp("orders", "{}"), "reader");
    var desired = new DesiredGrant(GranteeType.GROUP, group(), role);
    engine.reader().refreshGrant(desired);
    assertThat(engine.inventory().grant(group(), role.id())).isEmpty();
    var first = makeGrant(GranteeType.GROUP, group(), role);
    engine.reader().refreshGrant(desired);
    assertThat(engine.inventory().grant(group(), role.id()))
        .contains(new ObservedGrant(first, group(), role));
    engine.domain().delete("Grants", first);
    var second = makeGrant(GranteeType.GROUP, group(), role);
    engine.reader().refreshGrant(desired);
    assertThat(engine.inventory().grant(group(), role.id()))
        .contains(new ObservedGrant(second, group(), role));
    engine.domain().delete("Grants", second);
    engine.reader().refreshGrant(desired);
    assertThat(engine.inventory().grant(group(), role.id())).isEmpty();
  }

  @Test
  void refreshesNoOtherGrant() {
    var appId = engine.makeApp("orders", "{}");
    var reader = makeRole(appId, "reader");
    var writer = makeRole(appId, "writer");
    makeGrant(GranteeType.APP, appId, reader);
    var other = makeGrant(GranteeType.GROUP, group(), writer);
    engine.reader().refreshGrant(new DesiredGrant(GranteeType.GROUP, group(), reader));
    assertThat(engine.inventory().grant(group(), reader.id())).isEmpty();
    assertThat(engine.inventory().grant(group(), writer.id())).isEmpty();
    assertThat(engine.reader().readGrant(group(), writer.id(), false))
        .contains(new ObservedGrant(other, group(), writer));
  }

  @Test
  void readsGrantToUserWithoutInventory() {
    var role = makeRole(engine.makeApp("orders", "{}"), "reader");
    assertThat(engine.reader().readGrant(user(), role.id(), false)).isEmpty();
    var grantId = makeGrant(GranteeType.USER, user(), role);
    assertThat(engine.reader().readGrant(user(), role.id(), false))
        .contains(new ObservedGrant(grantId, user(), role));
    assertThat(engine.inventory().grant(user(), role.id())).isEmpty();
  }

  @Test
  void refreshesRole() {
    var appId = engine.makeApp("orders", "{}");
    var name = new RoleName(appId, "Say \"hi\" \\ 🔑");
    engine.reader().refreshRole(name);
    assertThat(engine.inventory().role(name)).isEmpty();
    var first = makeRole(appId, name.displayName());
    makeRole(appId, "writer");
    makeRole(engine.makeApp("other", "{}"), name.displayName());
    engine.reader().refreshRole(name);
    assertThat(engine.inventory().role(name).orElseThrow().id()).isEqualTo(first.id());
    assertThat(engine.inventory().role(new RoleName(appId, "writer"))).isEmpty();
    engine.domain().delete("AppRoles", first.id());
    var second = makeRole(appId, name.displayName());
    engine.reader().refreshRole(name);
    assertThat(engine.inventory().role(name).orElseThrow().id()).isEqualTo(second.id());
    assertThat(engine.inventory().nameOf(first)).isEmpty();
  }

  @Test
  void refreshForgetsRoleThatIsGoneWithItsGrants() {
    var appId = engine.makeApp("orders", "{}");
    var role = makeRole(appId, "reader");
    makeGrant(GranteeType.GROUP, group(), role);
    engine.reader().readAll();
    engine.domain().delete("AppRoles", role.id());
    engine.reader().refreshRole(new RoleName(appId, "reader"));
    assertThat(engine.inventory().role(new RoleName(appId, "reader"))).isEmpty();
    assertThat(engine.inventory().grant(group(), role.id())).isEmpty();
  }

  @Test
  void failedRefreshChangesNothing() {
    var appId = engine.makeApp("orders", "{}");
    var role = makeRole(appId, "reader");
    makeGrant(GranteeType.GROUP, group(), role);
    engine.reader().readAll();
    engine.domain().disconnect();
    assertThatThrownBy(() -> engine.reader().refreshApplications("orders", ""))
        .isInstanceOf(CallException.class);
    assertThatThrownBy(() -> engine.reader().refreshRole(new RoleName(appId, "reader")))
        .isInstanceOf(CallException.class);
    assertThatThrownBy(
            () -> engine.reader().refreshGrant(new DesiredGrant(GranteeType.GROUP, group(), role)))
        .isInstanceOf(CallException.class);
    assertThat(observed("orders")).isNotNull();
    assertThat(engine.inventory().nameOf(role)).isPresent();
    assertThat(engine.inventory().grant(group(), role.id())).isPresent();
  }

  private void restart(Waiting calls, Waiting joins) throws IOException {
    engine.close();
    engine = EngineFixture.start(calls, joins);
  }

  private ObservedApplication observed(String clientId) {
    return engine.inventory().applications(clientId, "").getFirst();
  }

  private String inDomain(String clientId, String attribute) {
    return engine.domain().app(clientId).path(attribute).asText();
  }

  private String group() {
    return engine.domain().find("Groups", "displayName", "Order Staff").path("id").asText();
  }

  private String user() {
    return engine.domain().find("Users", "userName", "ada@example.com").path("id").asText();
  }

  private Role makeRole(String appId, String displayName) {
    var quoted = displayName.replace("\\", "\\\\").replace("\"", "\\\"");
    return new Role(
        appId,
        engine.make(
            "AppRoles",
            "{displayName: \"%s\", availableToClients: true, app: {value: %s}}"
                .formatted(quoted, appId)));
  }

  private String makeGrant(GranteeType type, String granteeId, Role role) {
    var grant = GrantJson.write(new DesiredGrant(type, granteeId, role));
    return engine.domain().make("Grants", grant);
  }
}
