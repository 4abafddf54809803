package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.kube.Namespaces;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.Set;
import java.util.TreeSet;

/** The informers of the controllers and of the namespaces. */
record Informers(Operator operator, Namespaces namespaces) {

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
