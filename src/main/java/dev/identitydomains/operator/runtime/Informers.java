package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.kube.Namespaces;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.Set;
import java.util.TreeSet;

/** The informers of the controllers and of the namespaces. */
record Informers(Operator operator, Namespaces namespaces) {

  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  /** The names of the informers without a watch at the moment. */
  Set<String> interrupted() {
    var names = new TreeSet<String>();
    for (RegisteredController<?> controller : operator.getRegisteredControllers()) {
      addInterrupted(controller, names);
    }
    if (!namespaces.isWatching()) {
      names.add("namespaces");
    }
    return names;
  }

  /**
   * Whether the API server lists what the informers watch. A proxy that ends each quiet watch
   * before its first event leaves an informer without a watch that counts, but not with old
   * objects.
   */
  boolean canList() {
    var client = operator.getKubernetesClient();
    try {
      var namespaces = new TreeSet<String>();
      for (RegisteredController<?> controller : operator.getRegisteredControllers()) {
        var configuration = controller.getConfiguration();
        for (var namespace : configuration.getInformerConfig().getNamespaces()) {
          in(namespace, client.resources(configuration.getResourceClass())).list(ONE);
          namespaces.add(namespace);
        }
      }
      for (var namespace : namespaces) {
        in(namespace, client.secrets())
            .withLabel(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY)
            .list(ONE);
      }
      return true;
    } catch (KubernetesClientException _) {
      return false;
    }
  }

  private static <T, L, R extends Resource<T>> FilterWatchListDeletable<T, L, R> in(
      String namespace, MixedOperation<T, L, R> resources) {
    return namespace.equals(Constants.WATCH_ALL_NAMESPACES)
        ? resources.inAnyNamespace()
        : resources.inNamespace(namespace);
  }

  private static void addInterrupted(RegisteredController<?> controller, Set<String> names) {
    var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
    sources.forEach((source, informers) -> {
      if (!isWatching(informers)) {
        names.add(controller.getConfiguration().getName() + "/" + source);
      }
    });
  }

  private static boolean isWatching(InformerWrappingEventSourceHealthIndicator<?> informers) {
    return informers.informerHealthIndicators().values().stream().allMatch(i -> i.isWatching());
  }
}
