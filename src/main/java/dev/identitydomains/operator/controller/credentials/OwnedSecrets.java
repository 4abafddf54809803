package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The watched Secrets that ClientApplications own. */
public final class OwnedSecrets {

  private volatile @Nullable InformerEventSource<Secret, ClientApplication> source;

  /** The event source for the controller of ClientApplications. */
  public EventSource<Secret, ClientApplication> join(
      EventSourceContext<ClientApplication> context) {
    var configuration =
        InformerEventSourceConfiguration.from(Secret.class, ClientApplication.class)
            .withName("secret")
            .withLabelSelector(WellKnownNames.MANAGED_BY_LABEL + "=" + WellKnownNames.MANAGED_BY)
            .withItemStore(
                TrimmedItemStore.forNamespaces(
                    context.getControllerConfiguration().getInformerConfig().getNamespaces()))
            .withOnAddFilter(_ -> false) // the operator itself creates them
            .build();
    var joined = new InformerEventSource<>(configuration, context);
    source = joined;
    return joined;
  }

  /** The cached Secrets of an application. */
  Set<Secret> of(ClientApplication app) {
    var joined = source;
    return joined == null ? Set.of() : joined.getSecondaryResources(app);
  }

  /** Whether the operator wrote a Secret, for whatever resource. */
  static boolean isManaged(Secret secret) {
    return WellKnownNames.MANAGED_BY.equals(
        WellKnownNames.labels(secret).get(WellKnownNames.MANAGED_BY_LABEL));
  }

  /** Whether the resource owns a Secret, by uid: a former resource may have had the same name. */
  static boolean isOwned(Secret secret, ClientApplication app) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(app.getMetadata().getUid()));
  }
}
