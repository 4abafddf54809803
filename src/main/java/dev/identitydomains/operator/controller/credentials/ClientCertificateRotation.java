package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientCertificates;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.sync.CertificateSync;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.CertificatePlan;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.SpecDuration;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a client signs with, where the operator makes them: uploaded first, then listed on
 * the App, then told in the Secret, which is the record of it. Former ones go after the overlap.
 */
public final class ClientCertificateRotation {

  private static final Duration ROTATE_AFTER = Duration.ofDays(90);
  private static final Duration OVERLAP = Duration.ofDays(1);

  /**
   * What a client shall have.
   *
   * @param key the key to tell; empty for none
   * @param changed whether the domain has other certificates than it should, or may have
   * @param nextChange when something is to be changed next; empty for never
   */
  public record Desired(
      Optional<ClientKeyPair> key, boolean changed, Optional<Instant> nextChange) {

    /** The aliases for the App. */
    public List<String> aliases() {
      return key.map(ClientKeyPair::accepted).orElse(List.of());
    }
  }

  private final ApiServerBulkhead permits;
  private final EventRecorder events;
  private final Clock clock;

  public ClientCertificateRotation(ApiServerBulkhead permits, EventRecorder events, Clock clock) {
    this.permits = permits;
    this.events = events;
    this.clock = clock;
  }

  /** Begins the aliases of an application's certificates. */
  public static String prefix(ApplicationIdentity identity) {
    return identity.derivedClientId() + "_";
  }

  /** What the spec says of them; empty when the operator makes none. */
  public static Optional<ClientCertificates> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().client()).map(OAuthClient::certificates);
  }

  /**
   * Finds out what an application shall have, and uploads a new certificate when one is due.
   *
   * @param present its Secret, which may hold a key
   * @param aliasesOnApp the aliases that its App has
   * @return empty when the operator has nothing to do with its certificates
   */
  public Optional<Desired> prepare(
      ClientApplication app,
      ApplicationIdentity identity,
      Optional<Secret> present,
      Set<String> aliasesOnApp,
      CertificateSync domain,
      Priority priority) {
    var currentKey = present.flatMap(secret -> BindingSecret.key(app, secret));
    var declared = declared(app);
    if (declared.isEmpty()) {
      return currentKey.map(_ -> new Desired(Optional.empty(), true, Optional.empty()));
    }
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var lifetimes = lifetimes(declared.get());
    var leaked = SecretRotation.isAsked(app, SecretAnnotations.of(present));
    var current = currentKey.map(key -> key.current(leaked));
    var plan = CertificatePlan.of(prefix(identity), current, aliasesOnApp, lifetimes, now);
    var key =
        plan.issue().isPresent()
            ? issue(ClientKeyPair.make(plan, lifetimes, now), domain, priority)
            : currentKey.orElseThrow().accepting(plan.accepted());
    var before = currentKey.map(ClientKeyPair::accepted).orElse(List.of());
    return Optional.of(
        new Desired(
            Optional.of(key), !before.equals(plan.accepted()), Optional.of(plan.nextChange())));
  }

  private ClientKeyPair issue(ClientKeyPair key, CertificateSync domain, Priority priority) {
    return permits.runWithoutPermit(() -> {
      domain.upload(key.alias(), key.encoded(), priority);
      return key;
    });
  }

  private static CertificatePlan.Lifetimes lifetimes(ClientCertificates spec) {
    return new CertificatePlan.Lifetimes(
        Optional.ofNullable(spec.rotateAfter()).map(SpecDuration::parse).orElse(ROTATE_AFTER),
        Optional.ofNullable(spec.overlap()).map(SpecDuration::parse).orElse(OVERLAP));
  }

  /** Deletes what the App does not list any more; called before the Secret says that it is done. */
  public void deleteSuperseded(
      ClientApplication app,
      ApplicationIdentity identity,
      Desired wanted,
      CertificateSync domain,
      Priority priority) {
    if (!wanted.changed()) {
      return;
    }
    permits.runWithoutPermit(() -> {
      domain.deleteOthers(prefix(identity), wanted.aliases(), priority);
      return wanted;
    });
    events.normal(
        app,
        Event.CertificatesChanged,
        wanted.aliases().isEmpty()
            ? "No certificate is accepted any more."
            : "Certificates %s are accepted; the Secret has the key of the first."
                .formatted(String.join(", ", wanted.aliases())));
  }
}
