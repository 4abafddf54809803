package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.engine.DomainFacts;
import dev.identitydomains.operator.scim.Sensitive;
import dev.identitydomains.operator.translate.DesiredApplications;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The Secret of a ClientApplication, laid out as the Service Binding Specification for Kubernetes
 * wants it ("Well-known Secret Entries").
 */
final class CredentialsSecrets {

  private static final String TYPE = "servicebinding.io/oauth2";
  private static final String CLIENT_SECRET = "client-secret";

  private final KubernetesClient client;

  CredentialsSecrets(KubernetesClient client) {
    this.client = client;
  }

  /** Name of the application's Secret; empty for an application that is no OAuth client. */
  static Optional<String> nameFor(ClientApplication app) {
    if (app.getSpec().client() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .flatMap(spec -> Optional.ofNullable(spec.name()))
        .or(() -> Optional.of(app.getMetadata().getName() + "-oauth-client"));
  }

  /**
   * The Secret of this name: the application's own, or, where none is known, what the API server
   * has.
   */
  Optional<Secret> find(ClientApplication app, String name, Set<Secret> owned) {
    return owned.stream()
        .filter(secret -> secret.getMetadata().getName().equals(name) && isOurs(secret, app))
        .findFirst()
        .or(() -> ask(app, name));
  }

  private Optional<Secret> ask(ClientApplication app, String name) {
    return Optional.ofNullable(
        client.secrets().inNamespace(app.getMetadata().getNamespace()).withName(name).get());
  }

  /** Whether a Secret was made for this very resource. */
  static boolean isOurs(Secret secret, ClientApplication app) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(app.getMetadata().getUid()));
  }

  /**
   * Makes the Secret say what it should.
   *
   * @param present the application's own Secret, if there is one
   * @param secret asked for the client secret only when the Secret does not hold it yet
   */
  void ensure(
      ClientApplication app,
      String name,
      Optional<Secret> present,
      Binding binding,
      Supplier<Optional<Sensitive>> secret) {
    var data = new TreeMap<>(binding.data());
    if (!DesiredApplications.isPublic(app.getSpec())) {
      kept(present, binding)
          .or(() -> secret.get().map(Sensitive::value).map(CredentialsSecrets::encode))
          .ifPresent(value -> data.put(CLIENT_SECRET, value));
    }
    if (present.filter(p -> isAsWanted(p, data, binding)).isEmpty()) {
      write(build(app, name, data, binding), present.isPresent());
    }
  }

  /** Deletes Secrets of this resource that it wanted under another name before. */
  void deleteOthers(ClientApplication app, Optional<String> wanted, Iterable<Secret> owned) {
    for (var secret : owned) {
      if (isOurs(secret, app) && !wanted.equals(Optional.of(secret.getMetadata().getName()))) {
        client.resource(secret).delete();
      }
    }
  }

  /**
   * What a Secret tells its reader.
   *
   * @param appId the App whose secret it is
   */
  record Binding(String appId, String clientId, DomainFacts facts) {

    Map<String, String> data() {
      return Map.of(
          "type", encode("oauth2"),
          "provider", encode("oci-identity-domain"),
          "client-id", encode(clientId),
          "issuer-uri", encode(facts.issuer()),
          "token-uri", encode(facts.tokenEndpoint()));
    }
  }

  /** The client secret that a Secret holds already, as long as it is of the same App. */
  private static Optional<String> kept(Optional<Secret> present, Binding binding) {
    return present
        .filter(secret -> isOf(secret, binding))
        .map(Secret::getData)
        .map(data -> data.get(CLIENT_SECRET))
        .filter(value -> !value.isEmpty());
  }

  private static boolean isOf(Secret secret, Binding binding) {
    var annotations = Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
    return binding.appId().equals(annotations.get(Names.APP_ID_ANNOTATION));
  }

  private static boolean isAsWanted(Secret secret, Map<String, String> data, Binding binding) {
    return isOf(secret, binding)
        && secret.getData() != null
        && secret.getData().entrySet().containsAll(data.entrySet());
  }

  private static Secret build(
      ClientApplication app, String name, Map<String, String> data, Binding binding) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .addToLabels(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .addToAnnotations(Names.APP_ID_ANNOTATION, binding.appId())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(app.getApiVersion())
                .withKind(app.getKind())
                .withName(app.getMetadata().getName())
                .withUid(app.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withType(TYPE)
        .withData(data)
        .build();
  }

  /** A new Secret is created, never applied: one that somebody made meanwhile must not be lost. */
  private void write(Secret secret, boolean present) {
    if (!present) {
      client.resource(secret).create();
      return;
    }
    client.resource(secret).patch(ServerSideApply.FORCED);
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
