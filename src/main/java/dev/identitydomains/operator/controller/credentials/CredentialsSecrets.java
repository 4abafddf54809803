package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
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
import java.util.Set;
import okio.ByteString;

/** The Secret of a ClientApplication, and the client secret in it. */
public final class CredentialsSecrets {

  /** Where a client secret comes from. */
  public interface Source {

    /** The App's client secret as it is now; empty when it has none. */
    Optional<Sensitive> current();

    /** A new one; the old one stops working at once. */
    Sensitive regenerate();
  }

  private final KubernetesClient client;
  private final EventRecorder events;
  private final WorkloadRestarter workloads;
  private final Clock clock;

  public CredentialsSecrets(KubernetesClient client, EventRecorder events, Clock clock) {
    this.client = client;
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
        .flatMap(spec -> Optional.ofNullable(spec.name()))
        .or(() -> Optional.of(app.getMetadata().getName() + "-oauth-client"));
  }

  /**
   * The Secret of this name: the application's own, or, where none is known, what the API server
   * has.
   */
  public Optional<Secret> find(ClientApplication app, String name, Set<Secret> owned) {
    return owned.stream()
        .filter(secret -> secret.getMetadata().getName().equals(name) && isOurs(secret, app))
        .findFirst()
        .or(() -> fetch(app, name));
  }

  private Optional<Secret> fetch(ClientApplication app, String name) {
    return Optional.ofNullable(
        client.secrets().inNamespace(app.getMetadata().getNamespace()).withName(name).get());
  }

  /** Whether a Secret was made for this very resource. */
  public static boolean isOurs(Secret secret, ClientApplication app) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(app.getMetadata().getUid()));
  }

  /**
   * Makes the Secret say what it should, and gives the App a new client secret when one is due.
   *
   * @param present the application's own Secret, if there is one
   * @param source asked only when the Secret does not hold the right client secret yet
   * @return since when the client secret is used; empty for an application that has none
   */
  public Optional<Instant> ensure(
      ClientApplication app,
      String appId,
      BindingSecret layout,
      Optional<Secret> present,
      Source source) {
    if (DesiredApplications.isPublic(app.getSpec())) {
      var annotations = new SecretAnnotations(appId, Optional.empty(), "", "", "", "");
      write(layout, present, layout.with("", annotations));
      return Optional.empty();
    }
    var annotations = SecretAnnotations.of(present).forApp(appId);
    var stored =
        present
            .map(layout::clientSecret)
            .filter(value -> annotations.hash().equals(hash(appId, value)));
    if (stored.isEmpty()) {
      return republish(app, appId, layout, present, source);
    }
    var due = SecretRotation.due(app, annotations, clock.instant());
    if (due.isPresent()) {
      return rotate(app, layout, present.orElseThrow(), due.get(), source);
    }
    return writeAndRestart(app, layout, present, stored.get(), annotations);
  }

  /** Writes the Secret, and restarts its consumers when the credentials are not those they know. */
  private Optional<Instant> writeAndRestart(
      ClientApplication app,
      BindingSecret layout,
      Optional<Secret> present,
      String clientSecret,
      SecretAnnotations annotations) {
    var version = WorkloadRestarter.declared(app).isEmpty() ? "" : layout.version(annotations);
    if (version.isEmpty() || annotations.restarted().isEmpty()) {
      write(layout, present, layout.with(clientSecret, annotations.restarted(version)));
      return annotations.rotatedAt();
    }
    var wanted = layout.with(clientSecret, annotations);
    write(layout, present, wanted);
    if (!annotations.restarted().equals(version) && workloads.restart(app, version)) {
      write(layout, Optional.of(wanted), layout.with(clientSecret, annotations.restarted(version)));
    }
    return annotations.rotatedAt();
  }

  /** Tells the App's client secret as it is; what was told before is missing or was changed. */
  private Optional<Instant> republish(
      ClientApplication app,
      String appId,
      BindingSecret layout,
      Optional<Secret> present,
      Source source) {
    var value = source.current().map(Sensitive::value).orElse("");
    var before = SecretAnnotations.of(present).forApp(appId);
    var since = before.rotatedAt().or(() -> Optional.of(now()));
    var rotation = before.appId().isEmpty() ? SecretRotation.asked(app) : before.rotation();
    var annotations =
        new SecretAnnotations(
            appId, since, rotation, before.rotating(), hash(appId, value), before.restarted());
    return writeAndRestart(app, layout, present, value, annotations);
  }

  /** Says beforehand what is about to happen: should it be cut off, the next run finds out. */
  private Optional<Instant> rotate(
      ClientApplication app, BindingSecret layout, Secret present, String due, Source source) {
    var annotations = SecretAnnotations.of(Optional.of(present));
    var old = layout.clientSecret(present);
    var current = Optional.<String>empty();
    if (annotations.rotating().equals(due)) {
      current = source.current().map(Sensitive::value).filter(value -> !value.equals(old));
    } else {
      write(layout, Optional.of(present), layout.with(old, annotations.rotating(due)));
    }
    var value = current.orElseGet(() -> source.regenerate().value());
    var done =
        new SecretAnnotations(
            annotations.appId(),
            Optional.of(now()),
            SecretRotation.asked(app),
            "",
            hash(annotations.appId(), value),
            annotations.restarted());
    writeAndRestart(app, layout, Optional.of(present), value, done);
    events.normal(
        app,
        Event.SecretRotated,
        "App %s has a new client secret; the old one has ended.".formatted(annotations.appId()));
    return done.rotatedAt();
  }

  /** Deletes Secrets of this resource that it wanted under another name before. */
  public void deleteOthers(ClientApplication app, Optional<String> wanted, Iterable<Secret> owned) {
    for (var secret : owned) {
      if (isOurs(secret, app) && !wanted.equals(Optional.of(secret.getMetadata().getName()))) {
        client.resource(secret).delete();
      }
    }
  }

  /** A new Secret is created, never applied: one that somebody made meanwhile must not be lost. */
  private void write(BindingSecret layout, Optional<Secret> present, Secret wanted) {
    if (present.isEmpty()) {
      client.resource(wanted).create();
    } else if (!layout.isAsWanted(present.get(), wanted)) {
      client.resource(wanted).patch(ServerSideApply.FORCED);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS); // tells one rotation from the next
  }

  private static String hash(String appId, String clientSecret) {
    return ByteString.encodeUtf8(appId + ":" + clientSecret).sha256().hex();
  }
}
