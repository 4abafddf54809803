package dev.identitydomains.soak;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The resources in the Kubernetes API, in namespace soak. */
record Cluster(KubernetesClient client) {

  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(
          IdentityDomain.class,
          AppAssignment.class,
          AppRoleGrant.class,
          AppRole.class,
          ClientApplication.class);

  void apply(String yaml) {
    var stream = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (var item : client.load(stream).items()) {
      client.resource(item).fieldManager("soak").forceConflicts().serverSideApply();
    }
  }

  boolean exists(Declarations.Key key) {
    return client
            .resources(kind(key))
            .inNamespace(Declarations.NAMESPACE)
            .withName(key.name())
            .get()
        != null;
  }

  void delete(Declarations.Key key) {
    client.resources(kind(key)).inNamespace(Declarations.NAMESPACE).withName(key.name()).delete();
  }

  void deleteSecret(int number) {
    client
        .secrets()
        .inNamespace(Declarations.NAMESPACE)
        .withName("app-%d-oauth-client".formatted(number))
        .delete();
  }

  /** The Secrets that the operator wrote. */
  List<Secret> secrets() {
    return client.secrets().inNamespace(Declarations.NAMESPACE).list().getItems().stream()
        .filter(secret -> secret.getMetadata().getName().endsWith("-oauth-client"))
        .toList();
  }

  /** The names of all custom resources but the IdentityDomain. */
  List<String> names() {
    return resources()
        .filter(resource -> !(resource instanceof IdentityDomain))
        .map(resource -> resource.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The resources that are not Ready in their newest generation, with the reason. */
  List<String> notReady() {
    return resources()
        .filter(resource -> ready(resource).filter(c -> isReady(c, resource)).isEmpty())
        .map(resource ->
            resource.getMetadata().getName()
                + ": "
                + ready(resource).map(c -> c.reason() + ": " + c.message()).orElse("no condition"))
        .toList();
  }

  private Stream<CustomResource<?, ?>> resources() {
    return KINDS.stream()
        .flatMap(kind ->
            client.resources(kind).inNamespace(Declarations.NAMESPACE).list().getItems().stream());
  }

  private static boolean isReady(StatusCondition condition, HasMetadata resource) {
    return condition.status().equals("True")
        && Objects.equals(condition.observedGeneration(), resource.getMetadata().getGeneration());
  }

  private static Optional<StatusCondition> ready(CustomResource<?, ?> resource) {
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

  private static Class<? extends CustomResource<?, ?>> kind(Declarations.Key key) {
    return switch (key.kind()) {
      case "AppRole" -> AppRole.class;
      case "AppRoleGrant" -> AppRoleGrant.class;
      case "AppAssignment" -> AppAssignment.class;
      default -> ClientApplication.class;
    };
  }
}
