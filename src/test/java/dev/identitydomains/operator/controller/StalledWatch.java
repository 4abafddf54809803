package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.References;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Every resource that was Stalled at some time, which a GitOps tool takes for a failure. */
final class StalledWatch implements AutoCloseable {

  private final Queue<String> stalled = new ConcurrentLinkedQueue<>();
  private final List<Watch> watches;

  StalledWatch(KubernetesClient client) {
    watches =
        Stream.of(ClientApplication.class, AppRole.class, AppRoleGrant.class)
            .map(kind -> watch(client, kind))
            .toList();
  }

  private <R extends HasMetadata> Watch watch(KubernetesClient client, Class<R> kind) {
    return client
        .resources(kind)
        .inAnyNamespace()
        .watch(
            new Watcher<R>() {
              @Override
              public void eventReceived(Action action, R resource) {
                var all = String.valueOf(References.conditions(resource));
                if (all.contains("Stalled")) {
                  stalled.add(resource.getKind() + " " + References.key(resource) + ": " + all);
                }
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }

  List<String> seen() {
    return List.copyOf(stalled);
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
