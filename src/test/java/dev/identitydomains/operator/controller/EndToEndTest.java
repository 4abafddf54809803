package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the project is for, from YAML to a token that may do just what it should. */
class EndToEndTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders-api, namespace: shop}
      spec:
        domainRef: {name: main}
        displayName: Orders API
        resourceServer:
          audience: https://orders.example.com/
          scopes: [{value: read, displayName: Read orders}, {value: write}]
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: order-reader, namespace: shop}
      spec: {applicationRef: {name: orders-api}, availableTo: [Clients]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: order-clerk, namespace: shop}
      spec: {applicationRef: {name: orders-api}, availableTo: [Groups], description: Clerks}
      """;
  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: report, namespace: shop}
      spec:
        domainRef: {name: main}
        description: Makes reports
        client:
          grantTypes: [client_credentials]
          allowedScopes: ["https://orders.example.com/read"]
        appRoles:
          - role: User Administrator
          - {role: order-reader, application: {name: orders-api}}
      """;

  private final OkHttpClient http = new OkHttpClient();
  private final List<String> secrets = new ArrayList<>();

  @Test
  void manifestsCreateClientWithDeclaredRightsOnly() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      runLifecycle(cluster);
    }
  }

  @Test
  void operatorLogsNoSecret() throws IOException {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var log = new ByteArrayOutputStream();
    var appender = appender((LoggerContext) LoggerFactory.getILoggerFactory(), log);
    var level = root.getLevel();
    root.addAppender(appender);
    root.setLevel(Level.DEBUG);
    try (var cluster = OperatorFixture.start()) {
      secrets.add(cluster.domain().adminSecret());
      runLifecycle(cluster);
    } finally {
      root.setLevel(level);
      root.detachAppender(appender);
    }
    var text = log.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("POST Apps -> 201");
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(3).noneMatch(String::isBlank);
    assertThat(secrets).noneMatch(text::contains);
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, ByteArrayOutputStream log) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%logger %msg %mdc %ex%n");
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(log);
    appender.start();
    return appender;
  }

  private void runLifecycle(OperatorFixture cluster) throws IOException {
    var before = snapshot(cluster);
    cluster.apply(CLIENT);
    cluster.apply(API);
    cluster.apply(OperatorFixture.DOMAIN);
    var app = cluster.awaitReady("report");
    cluster.awaitReady("orders-api");

    var secret = cluster.secret("report-oauth-client").orElseThrow();
    assertThat(app.getStatus().binding()).isEqualTo(new LocalRef("report-oauth-client"));
    hasServiceBindingLayout(cluster, secret);
    hasDeclaredRightsOnly(cluster, secret);
    followsAChange(cluster, OperatorFixture.value(secret, "client-id"));

    cluster.deleteAndAwait(ClientApplication.class, "report");
    cluster.deleteAndAwait(AppRole.class, "order-clerk");
    cluster.deleteAndAwait(ClientApplication.class, "orders-api");
    cluster.deleteAndAwait(AppRole.class, "order-reader");
    assertThat(snapshot(cluster)).isEqualTo(before);
    assertThat(cluster.eventReasons()).contains("Created", "Updated", "Deleted");
  }

  /** A former version wrote the issuer by a create, which an apply does not take back. */
  @Test
  void formerIssuerLeavesTheSecret() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(OperatorFixture.ORDERS);
      var name = cluster.awaitReady("orders").getStatus().binding().name();
      var issuer = Map.of("issuer-uri", "aHR0cHM6Ly94");
      cluster
          .client()
          .secrets()
          .inNamespace(OperatorFixture.NAMESPACE)
          .withName(name)
          .edit(secret -> new SecretBuilder(secret).addToData(issuer).build());
      await()
          .untilAsserted(() ->
              assertThat(cluster.secret(name).orElseThrow().getData())
                  .containsKeys("token-uri", "client-secret")
                  .doesNotContainKey("issuer-uri"));
    }
  }

  private static void hasServiceBindingLayout(OperatorFixture cluster, Secret secret) {
    assertThat(secret.getType()).isEqualTo("servicebinding.io/oauth2");
    assertThat(secret.getData().keySet())
        .containsExactlyInAnyOrder(
            "type",
            "provider",
            "client-id",
            "client-secret",
            "token-uri",
            "authorization-uri",
            "jwk-set-uri",
            "user-info-uri",
            "end-session-uri",
            "client-name",
            "client-authentication-method",
            "authorization-grant-type",
            "scope");
    assertThat(OperatorFixture.value(secret, "type")).isEqualTo("oauth2");
    assertThat(OperatorFixture.value(secret, "provider")).isEqualTo("oci-identity-domain");
    assertThat(OperatorFixture.value(secret, "token-uri"))
        .isEqualTo(cluster.domain().url() + "/oauth2/v1/token");
    assertThat(secret.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("report"));
  }

  private void hasDeclaredRightsOnly(OperatorFixture cluster, Secret secret) throws IOException {
    var token = token(secret);
    secrets.add(OperatorFixture.value(secret, "client-secret"));
    secrets.add(token);
    var users = new Request.Builder().url(cluster.domain().url() + "/admin/v1/Users").get();
    assertThat(status(users, token)).isEqualTo(200);
    var apps =
        new Request.Builder()
            .url(cluster.domain().url() + "/admin/v1/Apps")
            .post(RequestBody.create("{}".getBytes(StandardCharsets.UTF_8)));
    assertThat(status(apps, token)).isEqualTo(403);
  }

  private String token(Secret secret) throws IOException {
    var basic =
        Credentials.basic(
            OperatorFixture.value(secret, "client-id"),
            OperatorFixture.value(secret, "client-secret"));
    var form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("scope", "urn:opc:idm:__myscopes__")
            .build();
    var request =
        new Request.Builder()
            .url(OperatorFixture.value(secret, "token-uri"))
            .header("Authorization", basic)
            .post(form);
    try (var reply = http.newCall(request.build()).execute()) {
      return JSON.readTree(reply.body().string()).path("access_token").asText();
    }
  }

  private int status(Request.Builder request, String token) throws IOException {
    try (var reply =
        http.newCall(request.header("Authorization", "Bearer " + token).build()).execute()) {
      return reply.code();
    }
  }

  private static void followsAChange(OperatorFixture cluster, String clientId) {
    var before = comparable(cluster.domain().app(clientId));
    var others = others(cluster, clientId);
    cluster.apply(CLIENT.replace("Makes reports", "Makes better reports"));
    cluster.awaitReady("report");
    var after = comparable(cluster.domain().app(clientId));
    assertThat(after.path("description").asText()).isEqualTo("Makes better reports");
    before.put("description", "Makes better reports");
    assertThat(after).isEqualTo(before);
    assertThat(others(cluster, clientId)).isEqualTo(others);
  }

  private static List<JsonNode> others(OperatorFixture cluster, String clientId) {
    return snapshot(cluster).stream()
        .filter(resource -> !resource.path("name").asText().equals(clientId))
        .toList();
  }

  private static ObjectNode comparable(JsonNode app) {
    return app.<ObjectNode>deepCopy().without("meta");
  }

  private static List<JsonNode> snapshot(OperatorFixture cluster) {
    return Stream.of("Apps", "AppRoles", "Grants").flatMap(cluster.domain()::resources).toList();
  }
}
