package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.ServerSideApply;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.translate.DesiredApplications;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Secret of a ClientApplication, and the client secret in it. */
public final class CredentialsSecrets {

  private final KubernetesClient client;
  private final OwnedSecrets owned;
  private final EventRecorder events;
  private final WorkloadRestarter workloads;
  private final Clock clock;

  public CredentialsSecrets(
      KubernetesClient client, OwnedSecrets owned, EventRecorder events, Clock clock) {
    this.client = client;
    this.owned = owned;
    this.events = events;
    this.workloads = new WorkloadRestarter(client, events);
    this.clock = clock;
  }

  /** Name of the application's Secret; empty for an application that is no OAuth client. */
  public static Optional<String> nameFor(ClientApplication app) {
    if (app.getSpec().client() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::name)
        .or(() -> Optional.of(app.getMetadata().getName() + "-oauth-client"));
  }

  /**
   * The Secret with the application's name for it: from the cache if it is the application's own,
   * else as the API server has it.
   */
  public Optional<Secret> find(ClientApplication app) {
    return nameFor(app)
        .flatMap(name ->
            owned.of(app).stream()
                .filter(
                    secret -> secret.getMetadata().getName().equals(name) && isOwned(secret, app))
                .findFirst()
                .or(() -> fetch(app, name)));
  }

  private Optional<Secret> fetch(ClientApplication app, String name) {
    return Optional.ofNullable(
        client.secrets().inNamespace(app.getMetadata().getNamespace()).withName(name).get());
  }

  /** Whether a Secret was created for this very resource. */
  public static boolean isOwned(Secret secret, ClientApplication app) {
    return OwnedSecrets.isOwned(secret, app);
  }

  /**
   * Brings the Secret to its desired state, and gives the App a new client secret when one is due.
   *
   * @param present the application's own Secret; null if there is none
   * @param source asked only when the Secret does not hold the right client secret yet
   * @return since when the client secret is used; empty for an application that has none
   */
  public Optional<Instant> publish(
      ClientApplication app,
      String appId,
      BindingSecret layout,
      @Nullable Secret present,
      ClientSecretSource source) {
    if (DesiredApplications.isPublic(app.getSpec())) {
      write(layout, present, layout.with("", SecretAnnotations.forAppWithoutSecret(appId)));
      return Optional.empty();
    }
    var annotations = SecretAnnotations.of(present).forApp(appId);
    var stored = present == null ? "" : layout.clientSecret(present);
    if (present == null || !annotations.isHashOf(stored)) {
      return republish(app, appId, layout, present, source);
    }
    var due = SecretRotation.due(app, annotations, clock.instant());
    return due.isPresent()
        ? rotate(app, layout, present, due.get(), source)
        : writeAndRestart(app, layout, present, stored, annotations);
  }

  /** Writes the Secret, and restarts its consumers when they run with other credentials. */
  private Optional<Instant> writeAndRestart(
      ClientApplication app,
      BindingSecret layout,
      @Nullable Secret present,
      String clientSecret,
      SecretAnnotations annotations) {
    var version = WorkloadRestarter.declared(app).isEmpty() ? "" : layout.version(annotations);
    if (version.isEmpty() || annotations.restarted().isEmpty()) {
      write(layout, present, layout.with(clientSecret, annotations.restarted(version)));
      return annotations.rotationTime();
    }
    var desired = layout.with(clientSecret, annotations);
    write(layout, present, desired);
    if (!annotations.restarted().equals(version) && workloads.restart(app, version)) {
      write(layout, desired, layout.with(clientSecret, annotations.restarted(version)));
    }
    return annotations.rotationTime();
  }

  /** Rewrites the Secret from the App's current client secret; it is missing or was modified. */
  private Optional<Instant> republish(
      ClientApplication app,
      String appId,
      BindingSecret layout,
      @Nullable Secret present,
      ClientSecretSource source) {
    var value = source.current().map(Sensitive::value).orElse("");
    var before = SecretAnnotations.of(present).forApp(appId);
    var rotation = before.appId().isEmpty() ? SecretRotation.asked(app) : before.rotation();
    var annotations = before.of(appId, before.rotationTime().orElseGet(this::now), rotation, value);
    return writeAndRestart(app, layout, present, value, annotations);
  }

  /** Records the rotation on the Secret first, so that the next run can finish it. */
  private Optional<Instant> rotate(
      ClientApplication app,
      BindingSecret layout,
      Secret present,
      String due,
      ClientSecretSource source) {
    var annotations = SecretAnnotations.of(present);
    var old = layout.clientSecret(present);
    var current = Optional.<String>empty();
    if (annotations.rotating().equals(due)) {
      current = source.current().map(Sensitive::value).filter(value -> !value.equals(old));
    } else {
      write(layout, present, layout.with(old, annotations.rotating(due)));
    }
    var value = current.orElseGet(() -> source.regenerate().value());
    var done =
        annotations.of(annotations.appId(), now(), SecretRotation.asked(app), value).rotating("");
    writeAndRestart(app, layout, present, value, done);
    events.normal(
        app,
        Event.SecretRotated,
        "App %s has a new client secret; the old one has ended.".formatted(annotations.appId()));
    return done.rotationTime();
  }

  /** Deletes the application's own Secrets with another name than it wants now. */
  public void deleteOthers(ClientApplication app) {
    var name = nameFor(app);
    for (var secret : owned.of(app)) {
      if (isOwned(secret, app) && !name.equals(Optional.of(secret.getMetadata().getName()))) {
        client.resource(secret).delete();
      }
    }
  }

  /** Creates a new Secret, never applies it: one that somebody made meanwhile must not be lost. */
  private void write(BindingSecret layout, @Nullable Secret present, Secret desired) {
    if (present == null) {
      client.resource(desired).create();
    } else if (!layout.isSatisfiedBy(present, desired)) {
      client.resource(desired).patch(ServerSideApply.FORCED);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS); // tells one rotation from the next
  }
}
