package dev.identitydomains.operator.engine.domain;

import static org.springframework.security.config.Customizer.withDefaults;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import okhttp3.tls.HeldCertificate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Spring Authorization Server over TLS, with the token endpoint of a domain, and its own resource
 * server in the place of the administration's resources.
 */
final class AuthorizationServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private AuthorizationServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts a server on a free port.
   *
   * @param authority signs the server's certificate, and is trusted for those of clients
   * @param trusted another trusted certificate of a client
   */
  static AuthorizationServer start(
      HeldCertificate authority, HeldCertificate trusted, RegisteredClient... clients) {
    var own =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .build();
    var properties =
        Map.<String, Object>of(
            "server.port",
            0,
            "server.ssl.certificate",
            own.certificatePem(),
            "server.ssl.certificate-private-key",
            own.privateKeyPkcs8Pem(),
            "server.ssl.trust-certificate",
            authority.certificatePem() + trusted.certificatePem(),
            "server.ssl.client-auth",
            "want",
            "spring.main.banner-mode",
            "off");
    // or the server would configure the log of all tests
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    return new AuthorizationServer(
        new SpringApplicationBuilder(Endpoints.class)
            .web(WebApplicationType.SERVLET)
            .properties(properties)
            .initializers(started ->
                started
                    .getBeanFactory()
                    .registerSingleton(
                        "clients", new InMemoryRegisteredClientRepository(Arrays.asList(clients))))
            .run());
  }

  /** Base URL. */
  String url() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return "https://localhost:" + Objects.requireNonNull(server).getPort();
  }

  @Override
  public void close() {
    context.close();
  }

  /** The filters of the server. */
  @Configuration
  @EnableAutoConfiguration
  static class Endpoints {

    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().tokenEndpoint("/oauth2/v1/token").build();
    }

    @Bean
    @Order(1)
    SecurityFilterChain authorization(HttpSecurity http) {
      http.oauth2AuthorizationServer(
              server -> {
                http.securityMatcher(server.getEndpointsMatcher());
                server.oidc(withDefaults());
              })
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
      return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain administration(HttpSecurity http) {
      return http.securityMatcher("/admin/**")
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .oauth2ResourceServer(server -> server.jwt(withDefaults()))
          .build();
    }
  }
}
