package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same changes in any order come to the same end, and nothing is Stalled on the way. */
class AnyOrderTest {

  private static final String DOMAIN =
      OperatorFixture.DOMAIN.split("---\n", 2)[1]
          + "  allowedNamespaces: {from: Selector, selector: {matchLabels: {team: a}}}\n"
          + "  policies: [{namespaces: {from: All}, domainRoles: [Audit Administrator]}]\n";

  private static final String SECRET = OperatorFixture.DOMAIN.split("---\n", 2)[0];

  private static final String TEAM =
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: team, labels: {team: a}}\n";

  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: team}
      spec:
        role: {role: Reader, application: {name: API}}
        grantee: {group: Order Staff}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: staff, namespace: team}
      spec:
        applicationRef: {name: API}
        grantee: {user: ada@example.com}
      """;

  /** Four Apps, a role and eight grants; what lacks its reference does not ask the domain. */
  private static final int FIRST_WRITES = 13;

  /** Five grants, three scopes, the API's deactivation and deletion; then all but these again. */
  private static final int RENAMING_WRITES = 20;

  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(ClientApplication.class, AppRole.class, AppRoleGrant.class, AppAssignment.class);

  @AutoClose private OperatorFixture cluster;
  @AutoClose private StalledWatch stalled;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(TEAM.replace(", labels: {team: a}", ""));
    stalled = new StalledWatch(cluster.client());
  }

  /** All for the first time; then the API and its role have new names, and the clients follow. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void orderDoesNotMatter(long seed) {
    var random = new Random(seed);
    change(
        random,
        Stream.concat(Stream.of(SECRET, DOMAIN, TEAM), team("api").stream()).toList(),
        List.of());
    var first = inDomain();
    var written = writes();
    assertThat(written).isLessThanOrEqualTo(FIRST_WRITES + 2);
    change(random, team("orders-api"), former("api"));
    await().untilAsserted(() -> assertThat(inDomain()).isEqualTo(first));
    assertThat(writes() - written).isLessThanOrEqualTo(2 * RENAMING_WRITES);
    assertThat(all()).allMatch(References::isReady);
    assertThat(stalled.seen()).isEmpty();
  }

  private void change(Random random, List<String> applied, List<HasMetadata> removed) {
    var changes = new ArrayList<Runnable>();
    applied.forEach(yaml -> changes.add(() -> cluster.apply(yaml)));
    removed.forEach(gone -> changes.add(() -> cluster.client().resource(gone).delete()));
    Collections.shuffle(changes, random);
    changes.forEach(Runnable::run);
    await()
        .until(() ->
            all().stream().allMatch(References::isReady)
                && removed.stream()
                    .noneMatch(gone -> cluster.client().resource(gone).get() != null));
  }

  private long writes() {
    return cluster.domain().calls().stream()
        .map(Call::line)
        .filter(line -> line.contains(" /admin/") && !line.startsWith("GET"))
        .filter(line -> !line.endsWith("/.search"))
        .count();
  }

  private static List<String> team(String api) {
    return Stream.concat(
            Stream.of(
                application(
                    api,
                    "displayName: Orders\n  resourceServer: {audience: \"https://api.example.com/\", scopes: [{value: read}]}"),
                """
                apiVersion: identitydomains.dev/v1alpha1
                kind: AppRole
                metadata: {name: %1$s-reader, namespace: team}
                spec: {applicationRef: {name: %1$s}, displayName: Reader, availableTo: [Clients, Groups]}
                """
                    .formatted(api),
                GRANT.replace("API", api).replace("name: staff", "name: staff-" + api)),
            Stream.of("a", "b", "c")
                .map(name ->
                    application(
                        name,
                        """
                        client: {grantTypes: [client_credentials], allowedScopes: ["https://api.example.com/read"]}
                          appRoles: [{role: Audit Administrator}, {role: Reader, application: {name: %s}}]\
                        """
                            .formatted(api))))
        .toList();
  }

  private static String application(String name, String spec) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: ClientApplication
    metadata: {name: %s, namespace: team}
    spec:
      domainRef: {name: main, namespace: shop}
      %s
    """
        .formatted(name, spec);
  }

  private List<HasMetadata> former(String api) {
    return all().stream()
        .filter(resource ->
            Stream.of(api, api + "-reader", "staff-" + api)
                .anyMatch(resource.getMetadata().getName()::equals))
        .toList();
  }

  private List<HasMetadata> all() {
    return KINDS.stream()
        .flatMap(
            kind -> cluster.client().resources(kind).inAnyNamespace().list().getItems().stream())
        .map(HasMetadata.class::cast)
        .toList();
  }

  /** Names of the Apps, what each client may, and the number of grants to the group. */
  private List<String> inDomain() {
    return cluster
        .domain()
        .resources("Apps")
        .map(app ->
            "%s %s %d"
                .formatted(
                    app.path("displayName").asText(),
                    app.at("/allowedScopes/0/fqs").asText(),
                    app.path("grantedAppRoles").size()))
        .filter(app -> !app.startsWith("domain"))
        .sorted()
        .toList();
  }
}
