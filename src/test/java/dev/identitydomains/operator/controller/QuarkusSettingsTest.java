package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientsConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file of the example as the settings of Quarkus' OIDC client: they give a token. */
class QuarkusSettingsTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders-api, namespace: shop}
      spec:
        domainRef: {name: main}
        resourceServer: {audience: "https://orders.example.com/", scopes: [{value: read}, {value: write}]}
      """;

  private static String example() throws IOException {
    return Files.readString(Path.of("examples/quarkus/replenishment.yaml"))
        .replace("namespace: identity", "namespace: shop")
        .replace("/read]", "/read, https://orders.example.com/write]");
  }

  @Test
  void settingsGiveToken() throws Exception {
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(DOMAIN + "---\n" + API);
      cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
      cluster.apply(example());
      var app = cluster.awaitReady("replenishment").getStatus();
      var secret = cluster.secret("replenishment-oauth-client").orElseThrow();
      var client = client(OperatorFixture.value(secret, "application.properties"));
      assertThat(client.scopes().orElseThrow())
          .containsExactlyInAnyOrderElementsOf(
              List.of("https://orders.example.com/read", "https://orders.example.com/write"));
      assertThat(client.discoveryEnabled()).contains(false);
      assertThat(client.authServerUrl()).isEmpty();
      assertThat(client.grant().type()).isEqualTo(OidcClientConfig.Grant.Type.CLIENT);
      assertThat(SignedJWT.parse(token(client)).getJWTClaimsSet().getSubject())
          .isEqualTo(app.clientId());
    }
  }

  private static OidcClientConfig client(String file) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(file));
    var values =
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty));
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(OidcClientsConfig.class)
            .withSources(new PropertiesConfigSource(values, "application.properties", 250))
            .build();
    return OidcClientsConfig.getDefaultClient(config.getConfigMapping(OidcClientsConfig.class));
  }

  /** What the client of Quarkus does with these settings. */
  private static String token(OidcClientConfig client) throws IOException, InterruptedException {
    var basic = client.clientId().orElseThrow() + ":" + client.credentials().secret().orElseThrow();
    var scopes = String.join(" ", client.scopes().orElseThrow());
    var request =
        HttpRequest.newBuilder(URI.create(client.tokenPath().orElseThrow()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&scope="
                        + URLEncoder.encode(scopes, StandardCharsets.UTF_8)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var body = http.send(request, BodyHandlers.ofString()).body();
      return new JsonMapper().readTree(body).path("access_token").asText();
    }
  }
}
