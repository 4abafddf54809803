package dev.identitydomains.operator.controller.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.api.v1alpha1.SecretWrite;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.ServerSideApply;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.translate.DesiredApplications;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the Secret of a ClientApplication, and rotates its client secret. */
public final class CredentialsSecrets {

  /** Of every object in Kubernetes: an RFC 1123 subdomain. */
  private static final int MOST_IN_A_MINUTE = 2;

  private static final int LONGEST_NAME = 253;

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final OwnedSecrets owned;
  private final EventRecorder events;
  private final WorkloadRestarter workloads;
  private final Clock clock;
  private final RegenerationPace pace;

  public CredentialsSecrets(
      KubernetesClient client, OwnedSecrets owned, EventRecorder events, Clock clock) {
    this.client = client;
    this.owned = owned;
    this.events = events;
    this.workloads = new WorkloadRestarter(client, events, clock);
    this.clock = clock;
    this.pace = new RegenerationPace(MOST_IN_A_MINUTE, clock);
  }

  /** The name of the application's Secret; empty for one that is no OAuth client or wants none. */
  public static Optional<String> nameFor(ClientApplication app) {
    var secret = Optional.ofNullable(app.getSpec().credentialsSecret());
    if (app.getSpec().client() == null
        || secret.filter(declared -> declared.write() == SecretWrite.Never).isPresent()) {
      return Optional.empty();
    }
    return secret
        .map(CredentialsSecret::name)
        .or(() -> Optional.of(app.getMetadata().getName() + "-oauth-client"));
  }

  /** The errors of a spec that its schema does not tell. */
  public static List<String> problems(ClientApplication app) {
    return Stream.concat(nameProblem(app).stream(), SecretTemplates.problems(app).stream())
        .toList();
  }

  /** The error of a default name that is too long for a Secret; empty for none. */
  private static Optional<String> nameProblem(ClientApplication app) {
    return nameFor(app)
        .filter(name -> name.length() > LONGEST_NAME)
        .map(_ ->
            "spec.credentialsSecret.name: Required value: must be set, because the default name <metadata.name>-oauth-client has more than %d characters"
                .formatted(LONGEST_NAME));
  }

  /** The Secret of that name, whoever owns it; else the former one, which has to go. */
  public Optional<Secret> find(ClientApplication app) {
    return nameFor(app)
        .or(() ->
            owned.of(app).stream()
                .filter(secret -> isOwned(secret, app))
                .map(secret -> secret.getMetadata().getName())
                .min(String::compareTo))
        .flatMap(name -> owned.find(app, name));
  }

  /** Whether the resource owns a Secret. */
  public static boolean isOwned(Secret secret, ClientApplication app) {
    return OwnedSecrets.isOwned(secret, app);
  }

  /** Whether the operator wrote a Secret for an App, possibly in another cluster. */
  public static boolean isOf(Secret secret, String appId) {
    return OwnedSecrets.isManaged(secret) && SecretAnnotations.of(secret).appId().equals(appId);
  }

  /** The time of the next rotation at the earliest; empty when it may be now. */
  public Optional<Instant> blockedUntil(@Nullable Secret present) {
    return pace.blockedUntil(SecretAnnotations.of(present).appId());
  }

  /**
   * Brings the Secret to its desired state, and rotates the client secret when that is due.
   *
   * @param present the application's Secret; null for none
   * @param blocked the {@link #blockedUntil} of the run, also for its keys
   * @param source called only when the Secret lacks the current client secret
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when Kubernetes refuses a write
   * @throws dev.identitydomains.operator.http.CallException when a call to the domain fails
   */
  public PublishedSecret publish(
      ClientApplication app,
      String appId,
      BindingSecret layout,
      @Nullable Secret present,
      Optional<Instant> blocked,
      ClientSecretSource source) {
    if (DesiredApplications.isPublic(app.getSpec())) {
      write(app, layout, present, layout.with("", SecretAnnotations.forAppWithoutSecret(appId)));
      return PublishedSecret.WITHOUT_CLIENT_SECRET;
    }
    var annotations = SecretAnnotations.of(present).forApp(appId);
    var stored = present == null ? "" : layout.clientSecret(present);
    if (present == null || !annotations.isHashOf(stored)) {
      return PublishedSecret.since(republish(app, appId, layout, present, source));
    }
    var due = SecretRotation.due(app, annotations, clock.instant());
    var postponed = due.flatMap(_ -> blocked);
    return new PublishedSecret(
        due.isPresent() && postponed.isEmpty()
            ? rotate(app, layout, present, due.get(), source)
            : writeAndRestart(app, layout, present, stored, annotations),
        postponed);
  }

  /** Writes the Secret, and restarts the workloads that run with other credentials. */
  private Optional<Instant> writeAndRestart(
      ClientApplication app,
      BindingSecret layout,
      @Nullable Secret present,
      String clientSecret,
      SecretAnnotations annotations) {
    var version = WorkloadRestarter.declared(app).isEmpty() ? "" : layout.version(annotations);
    if (version.isEmpty() || annotations.restarted().isEmpty()) {
      write(app, layout, present, layout.with(clientSecret, annotations.restarted(version)));
      return annotations.rotationTime();
    }
    var desired = layout.with(clientSecret, annotations);
    var stored = write(app, layout, present, desired);
    if (!annotations.restarted().equals(version) && workloads.restart(app, version)) {
      write(app, layout, stored, layout.with(clientSecret, annotations.restarted(version)));
    }
    return annotations.rotationTime();
  }

  /**
   * Rewrites the Secret from the App's current client secret: the stored one is missing or
   * modified.
   */
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

  /** Records the rotation on the Secret before its start, so that the next run can finish it. */
  private Optional<Instant> rotate(
      ClientApplication app,
      BindingSecret layout,
      Secret present,
      String due,
      ClientSecretSource source) {
    var annotations = SecretAnnotations.of(present);
    var old = layout.clientSecret(present);
    var known = present;
    var current = Optional.<String>empty();
    if (annotations.rotating().equals(due)) {
      current = source.current().map(Sensitive::value).filter(value -> !value.equals(old));
    } else {
      known = write(app, layout, present, layout.with(old, annotations.rotating(due)));
    }
    var value = current.orElseGet(() -> regenerate(annotations.appId(), source));
    var done =
        annotations.of(annotations.appId(), now(), SecretRotation.asked(app), value).rotating("");
    writeAndRestart(app, layout, known, value, done);
    events.normal(
        app,
        Event.SecretRotated,
        "App %s has a new client secret; the old one is invalid.".formatted(annotations.appId()));
    return done.rotationTime();
  }

  private String regenerate(String appId, ClientSecretSource source) {
    pace.count(appId);
    return source.regenerate().value();
  }

  /** Deletes the application's Secrets with former names. */
  public void deleteOthers(ClientApplication app) {
    var name = nameFor(app);
    for (var secret : owned.of(app)) {
      if (isOwned(secret, app) && !name.equals(Optional.of(secret.getMetadata().getName()))) {
        client.resource(secret).lockResourceVersion().delete();
      }
    }
  }

  /** Creates a missing Secret without apply, which could overwrite a Secret of another writer. */
  private Secret write(
      ClientApplication app, BindingSecret layout, @Nullable Secret present, Secret desired) {
    if (present != null && layout.isSatisfiedBy(present, desired)) {
      return present;
    }
    Secret stored;
    if (present == null) {
      stored = client.resource(desired).create();
    } else {
      var surplus = layout.surplus(present, desired);
      // the API server refuses to change another Secret that has the name by now
      var applied = BindingSecret.withKeys(desired, surplus);
      applied.getMetadata().setUid(present.getMetadata().getUid());
      stored = client.resource(applied).patch(ServerSideApply.FORCED);
      stored = without(stored, surplus, desired);
    }
    owned.written(app, stored);
    return stored;
  }

  /** What a create wrote belongs to another field manager, and an apply leaves it. */
  private Secret without(Secret stored, Set<String> surplus, Secret desired) {
    if (surplus.isEmpty()) {
      return stored;
    }
    var keys = WellKnownNames.annotations(desired).get(WellKnownNames.KEYS_ANNOTATION);
    var patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("metadata")
        .put("uid", stored.getMetadata().getUid())
        .put("resourceVersion", stored.getMetadata().getResourceVersion())
        .putObject("annotations")
        .put(WellKnownNames.KEYS_ANNOTATION, keys);
    var data = patch.putObject("data");
    surplus.forEach(data::putNull);
    return client.resource(stored).patch(MERGE, patch.toString());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS); // distinguishes rotations
  }
}
