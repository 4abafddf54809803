package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.kube.SecretLists;
import dev.identitydomains.operator.kube.client.AsciiWatches;
import dev.identitydomains.operator.kube.client.RelistingWatches;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the client of the API server, whose watches bear events that cannot be read, and whose
 * lists and watches of Secrets have the metadata alone.
 */
public final class ApiServerClient {

  private static final List<Class<?>> WATCHED =
      List.of(
          IdentityDomain.class,
          ClientApplication.class,
          AppRole.class,
          AppRoleGrant.class,
          AppAssignment.class,
          Secret.class,
          Namespace.class);

  private ApiServerClient() {}

  /**
   * Makes a client for the cluster of {@code KUBECONFIG}, or the one that this process runs in.
   *
   * @param registry receives the meter {@code identity.domain.watch.relists} by kind
   */
  public static KubernetesClient open(MeterRegistry registry) {
    return open(new ConfigBuilder().build(), registry);
  }

  /** Makes a client for a cluster. */
  public static KubernetesClient open(Config config, MeterRegistry registry) {
    var unknown = relists(registry, "unknown");
    var relists =
        WATCHED.stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toMap(Function.identity(), kind -> relists(registry, kind)));
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(
            new RelistingWatches(
                kind -> Objects.requireNonNullElse(relists.get(kind), unknown).increment()))
        .withHttpClientBuilderConsumer(http ->
            http.addOrReplaceInterceptor(AsciiWatches.NAME, new AsciiWatches())
                .addOrReplaceInterceptor(SecretLists.class.getName(), new SecretLists()))
        .build();
  }

  private static Counter relists(MeterRegistry registry, String kind) {
    return Counter.builder("identity.domain.watch.relists").tag("kind", kind).register(registry);
  }
}
