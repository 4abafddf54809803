package dev.identitydomains.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.quickstart.Sandbox;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The operator on an embedded Kubernetes API and an emulated domain; all in namespace shop. */
final class OperatorFixture implements AutoCloseable {

  static final String NAMESPACE = "shop";

  /** The domain, ready to use. */
  static final String DOMAIN =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: domain-admin, namespace: shop, labels: {identitydomains.dev/credentials: ""}}
      stringData: {client-id: domain_admin, client-secret: DOMAIN_SECRET}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: IdentityDomain
      metadata: {name: main, namespace: shop}
      spec:
        url: DOMAIN_URL
        type: Premium
        credentials: {clientSecret: {secretRef: {name: domain-admin}}}
      """;

  /** A confidential client. */
  static final String ORDERS =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: orders
        client: {grantTypes: [client_credentials]}
      """;

  /** A role of the domain itself, granted to a group. */
  static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: grant, namespace: shop}
      spec:
        domainRef: {name: main}
        role: {role: Audit Administrator}
        grantee: {group: Order Staff}
      """;

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final long PATIENCE_SECONDS = 20;

  private final Sandbox sandbox;

  private OperatorFixture(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  static OperatorFixture start() throws IOException {
    return start(DomainOptions.defaults());
  }

  static OperatorFixture start(DomainOptions options) throws IOException {
    return start(options, EmbeddedKubernetes.start());
  }

  static OperatorFixture start(DomainOptions options, KubernetesApi api) throws IOException {
    return start(IdentityDomainEmulator.start(options), api);
  }

  /** The operator of another cluster that uses the same domain. */
  static OperatorFixture start(IdentityDomainEmulator domain, KubernetesApi api)
      throws IOException {
    return withNamespace(Sandbox.start(domain, api));
  }

  /** The operator's clock; the domain has its own. */
  static OperatorFixture start(Clock clock) throws IOException {
    var domain = IdentityDomainEmulator.start(DomainOptions.defaults());
    return withNamespace(Sandbox.start(domain, EmbeddedKubernetes.start(), clock));
  }

  /** The operator with this setting of {@code --domain-hosts}. */
  static OperatorFixture start(IdentityDomainEmulator domain, KubernetesApi api, Set<String> hosts)
      throws IOException {
    return start(domain, api, Sandbox.domains(hosts, null));
  }

  /** The operator that treats domains otherwise. */
  static OperatorFixture start(
      IdentityDomainEmulator domain, KubernetesApi api, OperatorOptions.Domains domains)
      throws IOException {
    return withNamespace(Sandbox.start(domain, api, domains));
  }

  /** The operator with this setting of {@code --record}. */
  static OperatorFixture start(IdentityDomainEmulator domain, Path recording) throws IOException {
    return start(
        domain, EmbeddedKubernetes.start(), Sandbox.domains(Set.of("loopback"), recording));
  }

  private static OperatorFixture withNamespace(Sandbox sandbox) {
    var cluster = new OperatorFixture(sandbox);
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
    return cluster;
  }

  IdentityDomainEmulator domain() {
    return sandbox.domain();
  }

  KubernetesClient client() {
    return sandbox.client();
  }

  /** The number of events of watches that could not be read. */
  double unreadableEvents() {
    return sandbox.meters().get("identity.domain.watch.relists").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** The number of informers without a watch. */
  double watchOutages() {
    return sandbox.meters().get("identity.domain.watch.outages").gauge().value();
  }

  void restartOperator() {
    sandbox.restartOperator();
  }

  /** Applies YAML documents as a GitOps tool does. */
  void apply(String yaml) {
    var text =
        yaml.replace("DOMAIN_URL", domain().url().toString())
            .replace("DOMAIN_SECRET", domain().adminSecret());
    var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    for (var item : client().load(stream).items()) {
      client().resource(item).fieldManager("test").forceConflicts().serverSideApply();
    }
  }

  /** Annotates an application as kubectl does. */
  void annotate(String application, String key, String value) {
    annotate(
        client().resources(ClientApplication.class).inNamespace(NAMESPACE).withName(application),
        key,
        value);
  }

  /** The operator may write the status at the same time. */
  static void annotate(Resource<?> resource, String key, String value) {
    var metadata = Map.of("annotations", Map.of(key, value));
    resource.patch(MERGE, Serialization.asJson(Map.of("metadata", metadata)));
  }

  /** Removes the finalizers, as somebody does who does not wait for the operator. */
  static void strip(Resource<?> resource) {
    resource.patch(MERGE, "{\"metadata\": {\"finalizers\": null}}");
  }

  ClientApplication awaitReady(String application) {
    return awaitReason(ClientApplication.class, application, Reason.Synced);
  }

  /** Waits until Ready has this reason for the newest generation. */
  <R extends CustomResource<?, ?>> R awaitReason(Class<R> kind, String name, Reason reason) {
    return awaitIn(NAMESPACE, kind, name, reason);
  }

  <R extends CustomResource<?, ?>> R awaitIn(
      String namespace, Class<R> kind, String name, Reason reason) {
    return await(
        namespace,
        kind,
        name,
        resource ->
            ready(resource)
                .filter(ready -> ready.reason().equals(reason.name()))
                .filter(ready ->
                    Objects.equals(
                        ready.observedGeneration(), resource.getMetadata().getGeneration()))
                .isPresent());
  }

  <R extends HasMetadata> R await(Class<R> kind, String name, Predicate<R> condition) {
    return await(NAMESPACE, kind, name, condition);
  }

  private <R extends HasMetadata> R await(
      String namespace, Class<R> kind, String name, Predicate<R> condition) {
    return client()
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(
            found -> found != null && condition.test(found), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void deleteAndAwait(Class<? extends HasMetadata> kind, String name) {
    deleteIn(NAMESPACE, kind, name);
  }

  void deleteIn(String namespace, Class<? extends HasMetadata> kind, String name) {
    var resource = client().resources(kind).inNamespace(namespace).withName(name);
    resource.delete();
    resource.waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  String message(Class<? extends CustomResource<?, ?>> kind, String name) {
    var resource = client().resources(kind).inNamespace(NAMESPACE).withName(name).get();
    return ready(resource).map(StatusCondition::message).orElse("");
  }

  /** The domain; null once it is gone. */
  @Nullable IdentityDomain domainResource() {
    return client().resources(IdentityDomain.class).inNamespace(NAMESPACE).withName("main").get();
  }

  String domainMessage() {
    return message(IdentityDomain.class, "main");
  }

  Optional<Secret> secret(String name) {
    return Optional.ofNullable(client().secrets().inNamespace(NAMESPACE).withName(name).get());
  }

  static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  List<String> eventReasons() {
    return events().map(Event::getReason).toList();
  }

  /** Messages of the events with this reason. */
  List<String> events(String reason) {
    return events()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private Stream<Event> events() {
    return client().v1().events().inNamespace(NAMESPACE).list().getItems().stream();
  }

  /** Calls to the domain that changed it, or tried to. */
  List<String> writes() {
    return domain().calls().stream()
        .map(IdentityDomainEmulator.Call::line)
        .filter(line -> !line.startsWith("GET") && !line.contains("oauth2"))
        .toList();
  }

  /** Waits for a full read that begins after this call, and for what follows from it. */
  void awaitFullRead() {
    for (var i = 0; i < 2; i++) {
      var seen = grantPages();
      Awaitility.await().until(() -> grantPages() > seen);
    }
  }

  private long grantPages() {
    return domain().calls().stream()
        .filter(call -> call.line().equals("GET /admin/v1/Grants"))
        .count();
  }

  /** The sorted scopes that an App may request. */
  List<String> allowedScopes(String clientId) {
    return domain()
        .app(clientId)
        .path("allowedScopes")
        .valueStream()
        .map(scope -> scope.path("fqs").asText())
        .sorted()
        .toList();
  }

  /** The grants to a grantee. */
  List<JsonNode> grantsTo(String granteeId) {
    return domain()
        .resources("Grants")
        .filter(grant -> grant.at("/grantee/value").asText().equals(granteeId))
        .toList();
  }

  static Optional<StatusCondition> ready(CustomResource<?, ?> resource) {
    return switch (resource) {
      case ClientApplication app when app.getStatus() != null ->
          Conditions.ready(app.getStatus().conditions());
      case AppRole role when role.getStatus() != null ->
          Conditions.ready(role.getStatus().conditions());
      case GrantResource grant when grant.getStatus() != null ->
          Conditions.ready(grant.getStatus().conditions());
      case IdentityDomain domain when domain.getStatus() != null ->
          Conditions.ready(domain.getStatus().conditions());
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
