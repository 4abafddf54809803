package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientCertificates;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.engine.sync.CertificateSync;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rotates the key pairs that the operator creates for a client. Order: upload the certificate, list
 * its alias on the App, delete old certificates after the overlap, write key and aliases to the
 * Secret, which is the source of truth.
 */
public final class ClientCertificateRotation {

  private static final Duration ROTATE_AFTER = Duration.ofDays(90);
  private static final Duration OVERLAP = Duration.ofDays(1);

  /** An alias that starts with the prefix of a resource, possibly of a former one. */
  private static final Pattern INHERITED = Pattern.compile("(.+_[0-9a-f]{32}_)[1-9][0-9]{0,8}");

  private final EventRecorder events;
  private final Clock clock;

  public ClientCertificateRotation(EventRecorder events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The prefix of the aliases of an application's certificates. */
  public static String prefix(ApplicationIdentity identity) {
    return identity.derivedClientId() + "_";
  }

  /**
   * Deletes the certificates of an application whose App is deleted.
   *
   * @param listed the aliases that the App listed
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public static void deleteAll(
      ApplicationIdentity identity, Set<String> listed, CertificateSync domain) {
    deleteOthers(identity, listed, List.of(), domain);
  }

  private static void deleteOthers(
      ApplicationIdentity identity, Set<String> listed, List<String> keep, CertificateSync domain) {
    domain.deleteOthers(prefix(identity), keep);
    listed.stream()
        .filter(alias -> !keep.contains(alias))
        .map(INHERITED::matcher)
        .filter(Matcher::matches)
        .map(alias -> alias.group(1))
        .filter(
            former -> former.startsWith(identity.namePrefix()) && !former.equals(prefix(identity)))
        .distinct()
        .forEach(former -> domain.deleteOthers(former, keep));
  }

  /** The certificates that the spec declares; empty for none. */
  public static Optional<ClientCertificates> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().client()).map(OAuthClient::certificates);
  }

  /**
   * Plans the certificates of an application; sends nothing.
   *
   * @param present the Secret of the application; null for none
   * @param aliasesOnApp the aliases that the App lists
   * @return the plan; empty when the spec declares no certificates and the Secret has none
   */
  public Optional<KeyPlan> plan(
      ClientApplication app,
      ApplicationIdentity identity,
      @Nullable Secret present,
      Set<String> aliasesOnApp) {
    var current = Optional.ofNullable(present).flatMap(secret -> key(app, identity, secret));
    var declared = declared(app);
    if (declared.isEmpty()) {
      return current.map(key -> new KeyPlan(null, key, aliasesOnApp));
    }
    var leaked = SecretRotation.isAsked(app, SecretAnnotations.of(present));
    var plan =
        CertificatePlan.of(
            prefix(identity),
            current.map(key -> key.current(leaked)).orElse(null),
            aliasesOnApp,
            lifetimes(declared.get()),
            now());
    return Optional.of(new KeyPlan(plan, current.orElse(null), aliasesOnApp));
  }

  /** The key in a Secret, if it is one of this application's; of the aliases only such, too. */
  private static Optional<ClientKeyPair> key(
      ClientApplication app, ApplicationIdentity identity, Secret secret) {
    return BindingSecret.key(app, secret)
        .filter(key -> isOf(identity, key.alias()) && key.isConsistent())
        .map(key ->
            key.accepting(key.accepted().stream().filter(alias -> isOf(identity, alias)).toList()));
  }

  /** Whether an alias is of this application, or of a former one of the same name. */
  private static boolean isOf(ApplicationIdentity identity, String alias) {
    return CertificatePlan.isOf(prefix(identity), alias)
        || (alias.startsWith(identity.namePrefix()) && INHERITED.matcher(alias).matches());
  }

  /**
   * Creates the planned key pair and uploads its certificate, if one is due.
   *
   * @return the key pair for the Secret; empty when the spec declares no certificates
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public Optional<ClientKeyPair> issue(
      ClientApplication app, KeyPlan plan, CertificateSync domain) {
    var certificates = plan.certificates();
    if (certificates == null) {
      return Optional.empty();
    }
    if (certificates.issue() == null) {
      return Optional.ofNullable(plan.current()).map(key -> key.accepting(plan.aliases()));
    }
    var lifetimes = lifetimes(declared(app).orElseThrow());
    var key = ClientKeyPair.generate(certificates, lifetimes, now());
    domain.upload(key.alias(), key.encoded());
    return Optional.of(key);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static CertificatePlan.Lifetimes lifetimes(ClientCertificates spec) {
    return new CertificatePlan.Lifetimes(
        Optional.ofNullable(spec.rotateAfter()).map(SpecDuration::parse).orElse(ROTATE_AFTER),
        Optional.ofNullable(spec.overlap()).map(SpecDuration::parse).orElse(OVERLAP));
  }

  /**
   * Deletes the certificates that the App no longer lists; call it before the write of the Secret.
   *
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public void deleteSuperseded(
      ClientApplication app, ApplicationIdentity identity, KeyPlan plan, CertificateSync domain) {
    if (!plan.isChange()) {
      return;
    }
    deleteOthers(identity, plan.listed(), plan.aliases(), domain);
    events.normal(
        app,
        Event.CertificatesChanged,
        plan.aliases().isEmpty()
            ? "The App accepts no certificates any more."
            : "The App accepts the certificates %s; the Secret has the key of the first."
                .formatted(String.join(", ", plan.aliases())));
  }
}
