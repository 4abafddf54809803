package dev.identitydomains.operator.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.engine.EngineFixture;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredApplicationBuilder;
import dev.identitydomains.operator.plan.EntryKey;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In a domain with App {@code api}, which defines two roles and two scopes. */
class ApplicationPlanExecutorTest {

  private static final String READ = "https://api.example.com/read";
  private static final String WRITE = "https://api.example.com/write";

  @AutoClose private EngineFixture engine;
  private static final String ROLE =
      "{displayName: %s, app: {value: %s}, availableToClients: true}";

  private Role reader = new Role("", "");
  private Role writer = new Role("", "");

  @BeforeEach
  void start() throws IOException {
    engine = EngineFixture.start();
    makeApi(engine);
  }

  private void makeApi(EngineFixture in) {
    var api =
        in.makeApp(
            "api",
            "{isOAuthResource: true, audience: 'https://api.example.com/', scopes: [{value: read}, {value: write}]}");
    reader = new Role(api, in.make("AppRoles", ROLE.formatted("reader", api)));
    writer = new Role(api, in.make("AppRoles", ROLE.formatted("writer", api)));
  }

  @Test
  void createsAppWithOwnerTagAndReturnsItsSecret() {
    var desired =
        desired()
            .attribute("description", "🔑 " + "x".repeat(200))
            .attribute("allowedScopes", ComplexValues.ofKeys("fqs", List.of(READ)))
            .build();
    var synced = execute(null, new AppChange.Create(desired));
    var app = app("orders");
    assertThat(app.path("displayName").asText()).isEqualTo("Orders");
    assertThat(app.path("description").asText()).startsWith("🔑 xx");
    assertThat(allowedScopes(app)).containsExactly(READ);
    assertThat(app.path("basedOnTemplate").path("value").asText())
        .isEqualTo("CustomWebAppTemplateId");
    assertThat(app.path("active").asBoolean()).isTrue();
    assertThat(tags(app)).isEqualTo(Set.of("identitydomains.dev/owner=cluster/shop@uid/orders"));
    assertThat(synced)
        .isEqualTo(
            new SyncedApplication(
                id(app),
                "orders",
                app.path("ocid").asText(),
                new Sensitive(app.path("clientSecret").asText()),
                Map.of(),
                List.of(new AppChange.Create(desired))));
    assertThat(engine.calls("POST /admin/v1/Apps/.search")).as("the reply has it all").isZero();
  }

  @Test
  void notesCreatedAppAsTheDomainHasIt() {
    execute(null, new AppChange.Create(desired().inactive().build()));
    assertThat(app("orders").path("active").asBoolean(true)).isFalse();
    var noted = noted("orders");
    engine.reader().readAll();
    assertThat(engine.inventory().drainChanges().appIds()).doesNotContain(noted.ref().id());
    assertThat(noted.ref()).isEqualTo(noted("orders").ref());
    assertThat(noted.ownership()).isEqualTo(Ownership.made(DesiredApplicationBuilder.OWNER));
  }

  @Test
  void createsPublicAppWithoutSecret() {
    var desired =
        desired()
            .template("CustomBrowserMobileTemplateId")
            .attribute("clientType", "public")
            .build();
    assertThat(execute(null, new AppChange.Create(desired)).newSecret()).isNull();
    assertThat(noted("orders").template()).isEqualTo("CustomBrowserMobileTemplateId");
  }

  @Test
  void grantsRolesToCreatedApp() {
    var synced =
        execute(
            null,
            new AppChange.Create(desired().build()),
            new AppChange.GrantRole(reader),
            new AppChange.GrantRole(writer));
    assertThat(synced.grants().values()).containsExactlyInAnyOrder(reader, writer);
    assertThat(synced.grants()).isEqualTo(noted("orders").grants());
    assertThat(grantsTo(synced.appId())).isEqualTo(synced.grants().keySet());
  }

  /** Row 10 of the sources' differences: what the domain did not take is no success. */
  @Test
  void createdAppWithoutWhatWasAskedForIsFailure() {
    engine.domain().faults().arm("POST /admin/v1/Apps", new Fault.Loses("description"), 1);
    var change = new AppChange.Create(desired().attribute("description", "A").build());
    assertThatThrownBy(() -> execute(null, change))
        .isInstanceOf(CallException.class)
        .hasMessageEndingWith("POST Apps has other values than it was sent: description");
    engine.reader().readAll();
    var patch = new AppChange.Patch(Map.of("displayName", AttributeValue.of("Other")));
    var line = "PATCH /admin/v1/Apps/" + noted("orders").ref().id();
    engine.domain().faults().arm(line, new Fault.Loses("displayName"), 1);
    assertThatThrownBy(() -> execute(noted("orders"), patch))
        .hasMessageEndingWith("PATCH Apps has other values than it was sent: displayName");
    assertThat(execute(read("orders"), patch).changes()).containsExactly(patch);
  }

  @Test
  void createdAppOfBulkCallIsCheckedToo() throws IOException {
    try (var free = EngineFixture.startFree();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      free.domain().faults().arm("op POST /Apps", new Fault.Loses("description"), 1000);
      free.domain().faults().arm("POST /admin/v1/Apps", new Fault.Loses("description"), 1000);
      var create =
          IntStream.range(0, 20)
              .mapToObj(i -> desired().clientId("app_" + i).attribute("displayName", "app_" + i))
              .map(app -> app.attribute("description", "A").build())
              .map(desired ->
                  CompletableFuture.supplyAsync(
                      () -> executor(free, null).execute(List.of(new AppChange.Create(desired))),
                      threads))
              .toList();
      assertThat(create)
          .allSatisfy(one ->
              assertThatThrownBy(one::join)
                  .hasMessageContaining("has other values than it was sent: description"));
      assertThat(free.calls("POST /admin/v1/Bulk")).isPositive();
    }
  }

  /** The reply to a Bulk call has neither OCID nor ETag nor secret. */
  @Test
  void readsAttributesMissingFromReplyToBulkCall() throws IOException {
    try (var free = EngineFixture.startFree();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var synced =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(
                      () ->
                          executor(free, null)
                              .execute(List.of(new AppChange.Create(desired("app_" + i)))),
                      threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
      assertThat(free.calls("POST /admin/v1/Bulk")).isPositive();
      assertThat(synced)
          .allSatisfy(one -> {
            var app = free.domain().app(one.clientId());
            assertThat(one.appId()).isEqualTo(id(app));
            assertThat(one.ocid()).isEqualTo(app.path("ocid").asText());
            assertThat(one.newSecret()).isEqualTo(new Sensitive(app.path("clientSecret").asText()));
            var noted = free.inventory().applications(one.clientId(), "").getFirst();
            assertThat(noted.ref().ocid()).isEqualTo(one.ocid());
            assertThat(noted.ref().version()).isEqualTo(version(app));
          });
    }
  }

  @Test
  void adoptsAppBesideItsOtherTags() {
    engine.makeApp("orders", "{tags: [{key: team, value: a}]}");
    var subject = read("orders");
    var patch = new AppChange.Patch(Map.of("description", AttributeValue.of("Adopted")));
    var synced = execute(subject, new AppChange.Adopt(DesiredApplicationBuilder.OWNER), patch);
    var app = app("orders");
    assertThat(tags(app))
        .isEqualTo(
            Set.of(
                "team=a",
                "identitydomains.dev/owner=cluster/shop@uid/orders",
                "identitydomains.dev/adopted=true"));
    assertThat(app.path("description").asText())
        .as("patched with the new ETag")
        .isEqualTo("Adopted");
    assertThat(noted("orders").ownership())
        .isEqualTo(Ownership.adopted(DesiredApplicationBuilder.OWNER));
    assertThat(synced)
        .isEqualTo(
            new SyncedApplication(
                id(app),
                "orders",
                app.path("ocid").asText(),
                null,
                Map.of(),
                List.of(new AppChange.Adopt(DesiredApplicationBuilder.OWNER), patch)));
  }

  /** Also if a removal by key fails, because the tag has gone. */
  @ParameterizedTest
  @CsvSource({"'{key: team, value: a}, '", "''"})
  void tagsOfOthersStayAsTheyAreByNow(String left) throws IOException {
    var owned =
        "[%s{key: of-another, value: '%d'}, {key: identitydomains.dev/owner, value: cluster/shop@uid/orders}]";
    var team = "{key: team, value: a}, ";
    var appId = engine.makeApp("orders", "{tags: %s}".formatted(owned.formatted(team, 1)));
    engine.reader().readAll();
    var tags = new DeclaredEntries(EntryKey.of("key"), Map.of("team", Map.of("value", "b")));
    var desired = desired().attribute("tags", tags).build();
    if (!(engine.applications().plan(desired, _ -> false)
        instanceof Plan<ObservedApplication, AppChange> plan)) {
      throw new AssertionError("refused");
    }
    engine
        .domain()
        .edit("Apps", appId, "tags", new YAMLMapper().readTree(owned.formatted(left, 2)));
    engine.applications().execute(plan, desired, _ -> false, _ -> {});
    assertThat(tags(app("orders")))
        .isEqualTo(
            Set.of("team=b", "of-another=2", "identitydomains.dev/owner=cluster/shop@uid/orders"));
  }

  private static final String OCI_TAGS =
      "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags";

  /** The ETag of the owner's tag is newer than what others did before it. */
  @Test
  void adoptsAppBesideTagsOfOciThatAreNewByNow() throws IOException {
    var appId = engine.makeApp("orders", "{}");
    var subject = read("orders");
    var others = "{freeformTags: [{key: of-another, value: '1'}]}";
    engine.domain().edit("Apps", appId, OCI_TAGS, new YAMLMapper().readTree(others));
    var team = new DeclaredEntries(EntryKey.of("key"), Map.of("team", Map.of("value", "b")));
    execute(
        subject,
        new AppChange.Adopt(DesiredApplicationBuilder.OWNER),
        new AppChange.Patch(Map.of(OCI_TAGS + ":freeformTags", team)));
    assertThat(app("orders").path(OCI_TAGS).path("freeformTags").valueStream())
        .map(tag -> tag.path("key").asText())
        .containsExactlyInAnyOrder("of-another", "team");
  }

  /** By then, the App may be that of another owner. */
  @Test
  void doesNotAddTagsOfOciToAppThatHasChangedSince() {
    var appId = engine.makeApp("orders", "{}");
    var subject = read("orders");
    engine.domain().edit("Apps", appId, "logoutUri", app("orders").path("id"));
    var team = new DeclaredEntries(EntryKey.of("key"), Map.of("team", Map.of("value", "b")));
    assertThatThrownBy(
            () -> execute(subject, new AppChange.Patch(Map.of(OCI_TAGS + ":freeformTags", team))))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.answered(412)).isTrue());
    engine.domain().remove(appId);
    assertThatThrownBy(
            () -> execute(subject, new AppChange.Patch(Map.of(OCI_TAGS + ":freeformTags", team))))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.answered(404)).isTrue());
  }

  @Test
  void patchesOnlyNamedAttributes() {
    engine.makeApp("orders", "{description: Before, logoutUri: 'https://a/bye'}");
    var patch =
        Map.of(
            "description", AttributeValue.of("After"),
            "redirectUris", AttributeValue.of(Stream.of("https://a/2", "https://a/1")));
    execute(read("orders"), new AppChange.Patch(patch));
    var app = app("orders");
    assertThat(app.path("description").asText()).isEqualTo("After");
    assertThat(app.path("redirectUris"))
        .map(JsonNode::asText)
        .containsExactly("https://a/1", "https://a/2");
    assertThat(app.path("logoutUri").asText()).isEqualTo("https://a/bye");
    assertThat(noted("orders").attributes())
        .containsAllEntriesOf(patch)
        .containsEntry("logoutUri", AttributeValue.of("https://a/bye"));
    assertThat(noted("orders").ref().version()).isEqualTo(version(app));
  }

  @Test
  void doesNotPatchAppThatHasChangedSince() {
    var appId = engine.makeApp("orders", "{description: Before}");
    var subject = read("orders");
    engine.domain().edit("Apps", appId, "logoutUri", app("orders").path("id"));
    assertThatThrownBy(() -> execute(subject, describing("After")))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.answered(412)).isTrue());
    assertThat(app("orders").path("description").asText()).isEqualTo("Before");
    assertThat(noted("orders").attributes())
        .containsEntry("description", AttributeValue.of("Before"));
  }

  @Test
  void removesOnlyDroppedScopesFromClient() {
    engine.makeApp(
        "client",
        "{description: Client, allowedScopes: [{fqs: '%s'}, {fqs: '%s'}]}".formatted(READ, WRITE));
    var client = read("client");
    execute(noted("api"), new AppChange.RemoveAllowedScopes(client, Set.of(WRITE, "unknown")));
    assertThat(allowedScopes(app("client"))).containsExactly(READ);
    assertThat(app("client").path("description").asText()).isEqualTo("Client");
    assertThat(noted("client").allowedScopes()).containsExactly(READ);
    assertThat(noted("client").ref().version()).isEqualTo(version(app("client")));
    assertThat(engine.inventory().allowedAny(List.of(WRITE))).isEmpty();
  }

  /** Its own deletion goes on at the same time. */
  @Test
  void removesScopesFromClientThatIsGoneOrInactiveByNow() {
    engine.makeApp("client", "{allowedScopes: [{fqs: '%s'}]}".formatted(WRITE));
    var change = new AppChange.RemoveAllowedScopes(read("client"), Set.of(WRITE));
    execute(noted("client"), new AppChange.SetActive(false));
    execute(noted("api"), change);
    assertThat(allowedScopes(app("client"))).isEmpty();
    var calls = engine.domain().calls().size();
    execute(noted("api"), change);
    assertThat(engine.domain().calls()).as("nothing to remove").hasSize(calls);
    var gone = engine.makeApp("gone", "{allowedScopes: [{fqs: '%s'}]}".formatted(WRITE));
    var late = new AppChange.RemoveAllowedScopes(read("gone"), Set.of(WRITE));
    engine.domain().remove(gone);
    execute(noted("api"), late);
    assertThat(engine.inventory().applications("gone", "")).isEmpty();
    calls = engine.domain().calls().size();
    execute(noted("api"), late);
    assertThat(engine.domain().calls()).hasSize(calls);
  }

  /** Neither a Bulk call nor a domain without versions guards the list of another App. */
  @Test
  void scopeThatClientGotMeanwhileStays() {
    engine.makeApp("more", "{isOAuthResource: true, audience: more, scopes: [{value: own}]}");
    var id =
        engine.makeApp(
            "client", "{allowedScopes: [{fqs: '%s'}, {fqs: '%s'}]}".formatted(READ, WRITE));
    var change = new AppChange.RemoveAllowedScopes(read("client"), Set.of(WRITE));
    var scopes = (ArrayNode) app("client").path("allowedScopes").deepCopy();
    scopes.addObject().put("fqs", "moreown");
    engine.domain().edit("Apps", id, "allowedScopes", scopes);
    execute(noted("api"), change);
    assertThat(allowedScopes(app("client"))).containsExactlyInAnyOrder(READ, "moreown");
    execute(noted("api"), new AppChange.RemoveAllowedScopes(noted("client"), Set.of(WRITE)));
    assertThat(allowedScopes(app("client"))).containsExactlyInAnyOrder(READ, "moreown");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void activatesAndDeactivates(boolean active) {
    engine.makeApp("orders", "{active: %s}".formatted(!active));
    execute(read("orders"), new AppChange.SetActive(active));
    assertThat(app("orders").path("active").asBoolean()).isEqualTo(active);
    assertThat(noted("orders").active()).isEqualTo(active);
  }

  @Test
  void grantsAndRevokesBesideGrantsThatStay() {
    engine.makeApp("orders", "{}");
    var first = execute(read("orders"), new AppChange.GrantRole(reader));
    var readerGrant = first.grants().keySet().iterator().next();
    var second = execute(noted("orders"), new AppChange.GrantRole(writer));
    assertThat(second.grants()).containsEntry(readerGrant, reader).hasSize(2);
    var third = execute(noted("orders"), new AppChange.RevokeGrant(readerGrant));
    assertThat(third.grants().values()).containsExactly(writer);
    assertThat(grantsTo(third.appId())).isEqualTo(third.grants().keySet());
    assertThat(noted("orders").grants()).isEqualTo(third.grants());
  }

  @Test
  void revokesGrantThatIsGone() {
    engine.makeApp("orders", "{}");
    var grantId =
        execute(read("orders"), new AppChange.GrantRole(reader))
            .grants()
            .keySet()
            .iterator()
            .next();
    engine.domain().delete("Grants", grantId);
    assertThat(execute(noted("orders"), new AppChange.RevokeGrant(grantId)).grants()).isEmpty();
    assertThat(noted("orders").grants()).isEmpty();
  }

  @Test
  void notesOtherGrantsWhereOneFails() {
    engine.makeApp("orders", "{}");
    var missing = new Role(reader.applicationId(), "nobody's");
    var subject = read("orders");
    assertThatThrownBy(() ->
            execute(
                subject,
                new AppChange.GrantRole(missing),
                new AppChange.GrantRole(reader),
                new AppChange.GrantRole(writer)))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.answered(400)).isTrue());
    assertThat(noted("orders").grants().values()).containsExactlyInAnyOrder(reader, writer);
    assertThat(noted("orders").grants().keySet()).isEqualTo(grantsTo(subject.ref().id()));
  }

  @Test
  void deletesAppAfterItsGrants() {
    engine.makeApp("orders", "{}");
    var granted =
        execute(read("orders"), new AppChange.GrantRole(reader), new AppChange.GrantRole(writer));
    var revocations = granted.grants().keySet().stream().map(AppChange.RevokeGrant::new);
    var changes =
        Stream.concat(
                revocations, Stream.of(new AppChange.SetActive(false), new AppChange.Delete()))
            .map(AppChange.class::cast)
            .toArray(AppChange[]::new);
    execute(noted("orders"), changes);
    assertThat(app("orders").isMissingNode()).isTrue();
    assertThat(engine.inventory().applications("orders", "orders")).isEmpty();
    assertThat(engine.inventory().grant(granted.appId(), reader.id())).isEmpty();
    assertThat(engine.domain().calls())
        .last()
        .extracting(Call::line)
        .isEqualTo("DELETE /admin/v1/Apps/" + granted.appId());
  }

  @Test
  void deletesAppThatIsGone() {
    var appId = engine.makeApp("orders", "{}");
    var subject = read("orders");
    engine.domain().remove(appId);
    execute(subject, new AppChange.Delete());
    assertThat(engine.inventory().applications("orders", "")).isEmpty();
  }

  @Test
  void stopsAtFailure() {
    var appId = engine.makeApp("orders", "{}");
    var subject = read("orders");
    engine.domain().faults().arm("PUT /admin/v1/AppStatusChanger", new Fault.Status(503), 1);
    assertThatThrownBy(() ->
            execute(
                subject, new AppChange.SetActive(false), describing("x"), new AppChange.Delete()))
        .isInstanceOf(CallException.class);
    assertThat(noted("orders").active()).isTrue();
    assertThat(engine.calls("PATCH /admin/v1/Apps/" + appId)).isZero();
    assertThat(engine.calls("DELETE /admin/v1/Apps/" + appId)).isZero();
  }

  /** Item 7: a new run would plan the revocation again while the domain still executes it. */
  @Test
  void waitsForRevocationsBeforeItThrows() {
    engine.makeApp("orders", "{}");
    var granted = execute(read("orders"), new AppChange.GrantRole(reader));
    var grantId = granted.grants().keySet().iterator().next();
    var subject = noted("orders");
    engine.domain().faults().arm("DELETE .*/Grants", new Fault.Delay(Duration.ofSeconds(1)), 1);
    engine.domain().faults().arm("PUT .*/AppStatusChanger", new Fault.Status(503), 1);
    assertThatThrownBy(() ->
            execute(subject, new AppChange.RevokeGrant(grantId), new AppChange.SetActive(false)))
        .isInstanceOf(CallException.class);
    assertThat(noted("orders").grants()).isEmpty();
  }

  /** A revocation and the write after it fail with the same exception. */
  @Test
  void failedBulkCallOfSeveralWritesIsReported() throws IOException {
    try (var free = EngineFixture.startFree()) {
      var faults = free.domain().faults();
      var slow = new Fault.Delay(Duration.ofSeconds(3));
      faults.arm("DELETE /admin/v1/Grants/gone", slow, 2); // they use up the burst
      faults.arm("POST /admin/v1/Bulk", slow, 1);
      faults.arm("POST /admin/v1/Bulk", new Fault.Status(503), 1);
      for (var i = 0; i < 3; i++) {
        var _ = free.writes().submit(Operation.delete(ScimType.GRANT, "gone" + i));
      }
      await().until(() -> faults.hits() == 3);
      var executor = executor(free, null);
      assertThatThrownBy(() ->
              executor.execute(
                  List.of(new AppChange.RevokeGrant("gone"), new AppChange.SetActive(false))))
          .isInstanceOf(CallException.class);
      assertThat(faults.hits()).isEqualTo(4);
    }
  }

  /** Item 7: no deletion runs on behind a failed revocation. */
  @Test
  void keepsAppAfterFailedRevocation() {
    engine.makeApp("orders", "{active: false}");
    var granted = execute(read("orders"), new AppChange.GrantRole(reader));
    var grantId = granted.grants().keySet().iterator().next();
    engine.domain().faults().arm("DELETE /admin/v1/Grants", new Fault.Status(503), 1);
    var subject = noted("orders");
    assertThatThrownBy(
            () -> execute(subject, new AppChange.RevokeGrant(grantId), new AppChange.Delete()))
        .isInstanceOf(CallException.class);
    assertThat(app("orders").isMissingNode()).isFalse();
    assertThat(noted("orders").grants()).isEqualTo(Map.of(grantId, reader));
  }

  @Test
  void notesNothingOfAppWhoseCreationFailed() {
    engine.domain().faults().arm("POST /admin/v1/Apps", new Fault.Status(503), 1);
    assertThatThrownBy(() ->
            execute(null, new AppChange.Create(desired().build()), new AppChange.GrantRole(reader)))
        .isInstanceOf(CallException.class);
    assertThat(engine.inventory().applications("orders", "Orders")).isEmpty();
    assertThat(engine.calls("POST /admin/v1/Grants")).isZero();
  }

  @Test
  void sendsNothingWithoutChanges() {
    engine.makeApp("orders", "{}");
    execute(read("orders"), new AppChange.GrantRole(reader));
    var subject = noted("orders");
    var calls = engine.domain().calls().size();
    assertThat(execute(subject))
        .isEqualTo(
            new SyncedApplication(
                subject.ref().id(),
                "orders",
                subject.ref().ocid(),
                null,
                subject.grants(),
                List.of()));
    assertThat(engine.domain().calls()).hasSize(calls);
  }

  private SyncedApplication execute(@Nullable ObservedApplication subject, AppChange... changes) {
    return executor(engine, subject).execute(List.of(changes));
  }

  private static ApplicationPlanExecutor executor(
      EngineFixture in, @Nullable ObservedApplication subject) {
    var patches = new AppPatch(in.writes(), in.inventory(), in.reader());
    return new ApplicationPlanExecutor(
        in.writes(), in.inventory(), patches, in.createdApps(), subject);
  }

  private static AppChange describing(String text) {
    return new AppChange.Patch(Map.of("description", AttributeValue.of(text)));
  }

  private static DesiredApplicationBuilder desired() {
    return new DesiredApplicationBuilder()
        .template("CustomWebAppTemplateId")
        .attribute("displayName", "Orders");
  }

  private static DesiredApplication desired(String clientId) {
    return desired().clientId(clientId).attribute("displayName", clientId).build();
  }

  /** The App after a full read. */
  private ObservedApplication read(String clientId) {
    engine.reader().readAll();
    return noted(clientId);
  }

  private ObservedApplication noted(String clientId) {
    return engine.inventory().applications(clientId, "").getFirst();
  }

  private JsonNode app(String clientId) {
    return engine.domain().app(clientId);
  }

  private static String id(JsonNode app) {
    return app.path("id").asText();
  }

  private static String version(JsonNode app) {
    return app.path("meta").path("version").asText();
  }

  private static List<String> allowedScopes(JsonNode app) {
    return app.path("allowedScopes").valueStream().map(s -> s.path("fqs").asText()).toList();
  }

  private static Set<String> tags(JsonNode app) {
    return app.path("tags")
        .valueStream()
        .map(tag -> tag.path("key").asText() + "=" + tag.path("value").asText())
        .collect(Collectors.toSet());
  }

  private Set<String> grantsTo(String appId) {
    return engine
        .domain()
        .resources("Grants")
        .filter(grant -> grant.path("grantee").path("value").asText().equals(appId))
        .map(grant -> grant.path("id").asText())
        .collect(Collectors.toSet());
  }
}
