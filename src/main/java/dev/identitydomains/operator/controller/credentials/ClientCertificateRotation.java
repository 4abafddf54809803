package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientCertificates;
import dev.identitydomains.operator.api.v1alpha1.KeyType;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.CertificateSync;
import dev.identitydomains.operator.http.Waiting;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

  /** The first key, and that of each new client secret. */
  private static final int MOST_IN_A_MINUTE = 3;

  /** An alias that the operator gives: name, uid and number. */
  private static final Pattern ALIAS = Pattern.compile("(.+_([0-9a-f]{32})_)[1-9][0-9]{0,8}");

  private final ResourceGraph graph;
  private final EventRecorder events;
  private final Clock clock;
  private final KeyGenerator keys;

  /** By uid of the application: whoever may write the Secret may delete its key. */
  private final RegenerationPace pace;

  public ClientCertificateRotation(
      ResourceGraph graph, EventRecorder events, Waiting waiting, Clock clock) {
    this.graph = graph;
    this.events = events;
    this.clock = clock;
    this.keys = new KeyGenerator(waiting);
    this.pace = new RegenerationPace(MOST_IN_A_MINUTE, clock);
  }

  /** The prefix of the aliases of an application's certificates. */
  public static String prefix(ApplicationIdentity identity) {
    return identity.derivedClientId() + "_";
  }

  /** The error of an alias that the operator has given to another application; empty for none. */
  public static Optional<String> aliasProblem(ClientApplication app) {
    var own = app.getMetadata().getUid().replace("-", "");
    return Optional.ofNullable(app.getSpec().client())
        .map(OAuthClient::certificateAliases)
        .flatMap(aliases -> aliases.stream().filter(alias -> isOfAnother(alias, own)).findFirst())
        .map(
            "spec.client.certificateAliases: Invalid value: %s is the alias of a key pair that the operator has created for another resource"
                ::formatted);
  }

  private static boolean isOfAnother(String alias, String uid) {
    var given = ALIAS.matcher(alias);
    return given.matches() && !given.group(2).equals(uid);
  }

  /**
   * Deletes the certificates of an application whose App is deleted.
   *
   * @param listed the aliases that the App listed
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  public void deleteAll(ApplicationIdentity identity, Set<String> listed, CertificateSync domain) {
    deleteOthers(identity, listed, List.of(), domain);
  }

  private void deleteOthers(
      ApplicationIdentity identity, Set<String> listed, List<String> keep, CertificateSync domain) {
    domain.deleteOthers(prefix(identity), keep);
    listed.stream()
        .filter(alias -> !keep.contains(alias) && isFormer(identity, alias))
        .map(ALIAS::matcher)
        .filter(Matcher::matches)
        .map(alias -> alias.group(1))
        .distinct()
        .forEach(former -> domain.deleteOthers(former, keep));
  }

  /**
   * Whether an alias is of a resource of the same name that is gone, for example before a restore
   * from a backup. A resource of another namespace may have the same name.
   */
  private boolean isFormer(ApplicationIdentity identity, String alias) {
    var given = ALIAS.matcher(alias);
    return given.matches()
        && alias.startsWith(identity.namePrefix())
        && !given.group(1).equals(prefix(identity))
        && !graph.hasApplication(given.group(2));
  }

  /** The certificates that the spec declares; empty for none. */
  public static Optional<ClientCertificates> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().client()).map(OAuthClient::certificates);
  }

  /** The time of the next new key; empty when it may be made now. */
  public Optional<Instant> blockedUntil(ClientApplication app) {
    return pace.blockedUntil(app.getMetadata().getUid());
  }

  /**
   * Plans the certificates of an application; sends nothing.
   *
   * @param present the Secret of the application; null for none
   * @param aliasesOnApp the aliases that the App lists
   * @param mayRotate whether a rotation that is asked for may happen now
   * @return the plan; empty when the spec declares no certificates and the Secret has none
   */
  public Optional<KeyPlan> plan(
      ClientApplication app,
      ApplicationIdentity identity,
      @Nullable Secret present,
      Set<String> aliasesOnApp,
      boolean mayRotate) {
    var current =
        Optional.ofNullable(present).flatMap(secret -> key(app, identity, secret, aliasesOnApp));
    var declared = declared(app);
    if (declared.isEmpty()) {
      return current.map(key -> new KeyPlan(null, key, aliasesOnApp));
    }
    var leaked = mayRotate && SecretRotation.isKeyLeaked(app, SecretAnnotations.of(present));
    var plan =
        CertificatePlan.of(
            prefix(identity),
            current.map(key -> key.current(leaked)).orElse(null),
            aliasesOnApp,
            lifetimes(declared.get()),
            now());
    var paced =
        blockedUntil(app)
            .filter(_ -> plan.issue() != null)
            .map(until -> new CertificatePlan(null, List.copyOf(aliasesOnApp), until))
            .orElse(plan);
    return Optional.of(new KeyPlan(paced, current.orElse(null), aliasesOnApp));
  }

  /**
   * The key in a Secret, if it is one of this application's; of the aliases only such, too. A
   * former one's counts only where the App lists it: whoever may write the Secret could name any.
   */
  private Optional<ClientKeyPair> key(
      ClientApplication app, ApplicationIdentity identity, Secret secret, Set<String> listed) {
    Predicate<String> isOwn =
        alias ->
            CertificatePlan.isOf(prefix(identity), alias)
                || (listed.contains(alias) && isFormer(identity, alias));
    return BindingSecret.key(app, secret)
        .filter(key -> isOwn.test(key.alias()) && key.isConsistent())
        .map(key -> key.accepting(key.accepted().stream().filter(isOwn).toList()));
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
    var spec = declared(app).orElseThrow();
    var type = Objects.requireNonNullElse(spec.keyType(), KeyType.RSA2048);
    pace.count(app.getMetadata().getUid());
    var key = ClientKeyPair.of(certificates, lifetimes(spec), keys.generate(type), now());
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
