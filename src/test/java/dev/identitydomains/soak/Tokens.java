package dev.identitydomains.soak;

import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The credentials in the Secrets of the applications. */
record Tokens(IdentityDomainEmulator domain, Cluster cluster) {

  /** The applications whose Secret lacks the client secret that their App has. */
  List<String> wrongSecrets(List<Integer> numbers) {
    var secrets = secrets();
    return numbers.stream()
        .filter(number -> {
          var secret = secrets.get(name(number));
          return secret == null
              || !value(secret, "client-secret")
                  .equals(domain.app(Declarations.clientId(number)).path("clientSecret").asText());
        })
        .map(number -> "wrong Secret of app-" + number)
        .toList();
  }

  /** The applications that get no access token with their Secret. */
  List<String> refused(List<Integer> numbers) {
    var secrets = secrets();
    try (var http = HttpClient.newHttpClient()) {
      return numbers.stream()
          .filter(number -> status(http, secrets.get(name(number))) != 200)
          .map(number -> "app-" + number)
          .toList();
    }
  }

  private Map<String, Secret> secrets() {
    return cluster.secrets().stream()
        .collect(Collectors.toMap(secret -> secret.getMetadata().getName(), secret -> secret));
  }

  private int status(HttpClient http, @Nullable Secret secret) {
    if (secret == null) {
      return 0;
    }
    var pair = value(secret, "client-id") + ":" + value(secret, "client-secret");
    var encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(domain.url().resolve("/oauth2/v1/token"))
            .header("Authorization", "Basic " + encoded)
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String name(int number) {
    return "app-%d-oauth-client".formatted(number);
  }

  private static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().getOrDefault(key, "")), StandardCharsets.UTF_8);
  }
}
