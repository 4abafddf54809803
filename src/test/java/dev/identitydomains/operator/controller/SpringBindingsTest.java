package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.FreePort;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.HashMap;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.bindings.Bindings;
import org.springframework.cloud.bindings.boot.SpringSecurityOAuth2BindingsPropertiesProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The Secrets of a web client and of a service client, mounted as the Service Binding Specification
 * says: Spring Cloud Bindings turns them into registrations, and Spring Security signs a user in
 * and requests a token. Nothing else is configured.
 */
class SpringBindingsTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: stock-api, namespace: shop}
      spec:
        domainRef: {name: main}
        resourceServer: {audience: "https://stock.example.com/", scopes: [{value: read}]}
      """;

  private static final String SERVICE =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: service, namespace: shop}
      spec:
        domainRef: {name: main}
        client:
          grantTypes: [client_credentials]
          allowedScopes: ["https://stock.example.com/read"]
      """;

  private static final String WEB =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: web, namespace: shop}
      spec:
        domainRef: {name: main}
        client:
          type: CLIENT_TYPE
          grantTypes: [authorization_code, refresh_token]
          allowNonHttpsRedirects: true
          redirectUris: ["http://localhost:PORT/login/oauth2/code/web"]
      """;

  @TempDir private Path bindings;

  @ParameterizedTest
  @CsvSource({"Confidential,", "Public,", "Confidential,OWN_ISSUER"})
  void userSignsIn(String type, DomainMode mode) throws Exception {
    var modes =
        mode == null
            ? Set.of(DomainMode.PUBLIC_SIGNING_KEYS)
            : Set.of(DomainMode.PUBLIC_SIGNING_KEYS, mode);
    var port = FreePort.find();
    try (var cluster = OperatorFixture.start(DomainOptions.defaults().withModes(modes))) {
      cluster.apply(DOMAIN);
      var web = WEB.replace("PORT", String.valueOf(port)).replace("CLIENT_TYPE", type);
      bind(cluster, "web", web);
      try (var _ = spring(port)) {
        assertThat(get(port, "/me")).isEqualTo("ada@example.com");
      }
    }
  }

  @Test
  void serviceRequestsToken() throws Exception {
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(DOMAIN + "---\n" + API);
      bind(cluster, "service", SERVICE);
      try (var started = spring(0)) {
        var token = SignedJWT.parse(token(started, "service")).getJWTClaimsSet();
        assertThat(token.getStringClaim("scope")).isEqualTo("https://stock.example.com/read");
        var app = cluster.awaitReady("service").getStatus();
        assertThat(token.getSubject()).isEqualTo(app.clientId());
      }
    }
  }

  /** Writes the Secret as the kubelet mounts it: a directory with a file for each key. */
  private void bind(OperatorFixture cluster, String name, String application) throws IOException {
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    cluster.apply(application);
    cluster.awaitReason(ClientApplication.class, name, Reason.Synced);
    var directory = Files.createDirectory(bindings.resolve(name));
    var secret = cluster.secret(name + "-oauth-client").orElseThrow();
    for (var key : secret.getData().keySet()) {
      Files.writeString(directory.resolve(key), OperatorFixture.value(secret, key));
    }
  }

  private ConfigurableApplicationContext spring(int port) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    var properties = new HashMap<String, Object>();
    new SpringSecurityOAuth2BindingsPropertiesProcessor()
        .process(new StandardEnvironment(), new Bindings(bindings.toString()), properties);
    properties.put("server.port", port);
    properties.put("spring.main.banner-mode", "off");
    return new SpringApplicationBuilder(Shop.class)
        .web(WebApplicationType.SERVLET)
        .properties(properties)
        .run();
  }

  /** Like a browser. */
  private static String get(int port, String path) throws IOException, InterruptedException {
    try (var browser =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
              .header("Accept", "text/html")
              .build();
      return browser.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static String token(ConfigurableApplicationContext started, String registration) {
    var clients =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            started.getBean(ClientRegistrationRepository.class),
            started.getBean(OAuth2AuthorizedClientService.class));
    var request =
        OAuth2AuthorizeRequest.withClientRegistrationId(registration).principal("job").build();
    return Objects.requireNonNull(clients.authorize(request)).getAccessToken().getTokenValue();
  }

  /** An application with defaults alone. */
  @Configuration
  @EnableAutoConfiguration
  @RestController
  static class Shop {

    @GetMapping("/me")
    String me(Principal user) {
      return user.getName();
    }
  }
}
