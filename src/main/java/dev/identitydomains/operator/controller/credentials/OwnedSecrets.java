package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.kube.SecretLists;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The watched Secrets that ClientApplications own, of which the cache has the metadata alone. */
public final class OwnedSecrets {

  private static final String BY_SECRET = "secret";

  private final BoundedReads reads;
  private final SecretContents contents = new SecretContents();
  private volatile @Nullable InformerEventSource<Secret, ClientApplication> source;

  public OwnedSecrets(BoundedReads reads) {
    this.reads = reads;
  }

  /** The event source for the controller of ClientApplications. */
  public EventSource<Secret, ClientApplication> join(
      EventSourceContext<ClientApplication> context) {
    var cache = context.getPrimaryCache();
    cache.addIndexer(BY_SECRET, app -> secretKey(app).stream().toList());
    var owner = Mappers.<Secret>fromOwnerReferences(ClientApplication.class);
    var configuration =
        InformerEventSourceConfiguration.from(Secret.class, ClientApplication.class)
            .withName("secret")
            .withLabelSelector(WellKnownNames.MANAGED_BY_LABEL + "=" + WellKnownNames.MANAGED_BY)
            .withItemStore(
                TrimmedItemStore.forSecrets(
                    context.getControllerConfiguration().getInformerConfig().getNamespaces()))
            .withInformerListLimit(SecretLists.PAGE)
            .withOnAddFilter(_ -> false) // the operator itself creates them
            .withSecondaryToPrimaryMapper(secret ->
                Stream.concat(
                        owner.toPrimaryResourceIDs(secret).stream(),
                        cache.byIndex(BY_SECRET, References.key(secret)).stream()
                            .map(ResourceID::fromResource)) // one may wait for its name
                    .collect(Collectors.toSet()))
            .build();
    var joined = new InformerEventSource<>(configuration, context);
    source = joined;
    return joined;
  }

  private static Optional<String> secretKey(ClientApplication app) {
    return Optional.ofNullable(app.getSpec())
        .flatMap(_ -> CredentialsSecrets.nameFor(app))
        .map(name -> app.getMetadata().getNamespace() + "/" + name);
  }

  /** The Secret of that name, whoever owns it; from the API server unless it is unchanged. */
  Optional<Secret> find(ClientApplication app, String name) {
    return of(app).stream()
        .filter(secret -> secret.getMetadata().getName().equals(name) && isOwned(secret, app))
        .findFirst()
        .flatMap(contents::unchanged)
        .or(() -> read(app, name));
  }

  private Optional<Secret> read(ClientApplication app, String name) {
    var found =
        reads.secret(
            app.getMetadata().getNamespace(), name, secret -> BindingSecret.keyNames(app, secret));
    found.ifPresent(secret -> written(app, secret));
    return found;
  }

  /** Takes note of a Secret as the API server has it. */
  void written(ClientApplication app, Secret secret) {
    if (isOwned(secret, app)) {
      contents.remember(secret, BindingSecret.keyNames(app, secret));
    }
  }

  /** The metadata of an application's Secrets, from the cache. */
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
