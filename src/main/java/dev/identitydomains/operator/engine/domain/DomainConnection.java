package dev.identitydomains.operator.engine.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.engine.calls.CreatedAppReader;
import dev.identitydomains.operator.engine.calls.DomainRateLimits;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.engine.inventory.InventoryReader;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.engine.sync.CertificateSync;
import dev.identitydomains.operator.engine.sync.GrantSync;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.engine.sync.RoleSync;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.token.TokenRequest;
import dev.identitydomains.operator.token.TokenService;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** One domain at run time: access token, limiters, SCIM client, inventory. Thread-safe. */
public final class DomainConnection {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Issuer and token endpoint hardly ever change: not every full read needs their discovery. */
  private static final Duration FACTS_STAND = Duration.ofMinutes(10);

  private record KnownFacts(OpenIdConfiguration facts, Instant until) {}

  private final DomainUrl url;
  private final HttpTransport http;
  private final Waiting waiting;
  private final Clock clock;
  private final Inventory inventory = new Inventory();
  private final InventoryReader reader;
  private final ApplicationSync applications;
  private final RoleSync roles;
  private final GrantSync grants;
  private final CertificateSync certificates;
  private volatile @Nullable KnownFacts facts;
  private volatile @Nullable Instant lastInventory;

  private DomainConnection(
      ConnectionSettings settings,
      AttributeSchema schema,
      HttpTransport http,
      Waiting waiting,
      Clock clock,
      Predicate<String> isOperatorClient) {
    this.url = settings.url();
    this.http = http;
    this.waiting = waiting;
    this.clock = clock;
    var limits = DomainRateLimits.of(settings.type());
    var request = new TokenRequest(url.http(), settings.authentication(), settings.scopes());
    var tokens = new TokenService(request, http, limits, clock);
    var scim =
        new ScimClient(url.http(), new AuthorizedTransport(http, tokens, limits, waiting, clock));
    reader = new InventoryReader(scim, inventory, schema, waiting);
    var writes = new WriteScheduler(scim, limits, settings.bulk(), reader::markStale, waiting);
    applications =
        new ApplicationSync(
            scim, inventory, reader, writes, new CreatedAppReader(scim, limits), isOperatorClient);
    roles = new RoleSync(inventory, reader, writes);
    grants = new GrantSync(scim, inventory, reader, writes);
    certificates = new CertificateSync(scim, writes);
  }

  /**
   * Prepares a connection without sending a request.
   *
   * @param client its connection pool serves all domains
   * @param isOperatorClient selects the client ids of operators, whose Apps stay as they are
   * @throws IllegalArgumentException when a certificate is malformed
   */
  static DomainConnection open(
      ConnectionSettings settings,
      AttributeSchema schema,
      OkHttpClient client,
      Waiting waiting,
      Clock clock,
      Predicate<String> isOperatorClient) {
    var http = new HttpTransport(Tls.apply(settings, client));
    return new DomainConnection(settings, schema, http, waiting, clock, isOperatorClient);
  }

  /** Writes and reads of the domain's Apps. */
  public ApplicationSync applications() {
    return applications;
  }

  /** The domain's Apps as the inventory has them. */
  public KnownApplications knownApplications() {
    return applications.known();
  }

  /** Writes and reads of the domain's AppRoles. */
  public RoleSync roles() {
    return roles;
  }

  /** Writes and reads of the certificates of OAuth clients. */
  public CertificateSync certificates() {
    return certificates;
  }

  /** Writes and reads of the domain's grants to users, groups and dynamic resource groups. */
  public GrantSync grants() {
    return grants;
  }

  /**
   * Does a full read, which also checks the connection and the operator's client.
   *
   * @param enough skips the full read when the last one is younger than this
   * @throws CallException when a call fails
   * @throws dev.identitydomains.operator.token.TokenFailure when the domain refuses the client
   */
  public OpenIdConfiguration observe(Duration enough) {
    var now = clock.instant();
    var last = lastInventory;
    if (last == null || !last.plus(enough).isAfter(now)) {
      lastInventory = null; // while the domain may be unavailable
      reader.readAll();
      lastInventory = now;
    }
    var known = facts;
    if (known == null || !now.isBefore(known.until())) {
      known = askFacts(now);
      facts = known;
    }
    return known.facts();
  }

  /** Whether a full read has ended: before that, the inventory lacks objects that exist. */
  public boolean hasInventory() {
    return reader.hasRead();
  }

  /** The start of the last full read; empty when it failed or is under way. */
  public Optional<Instant> lastInventory() {
    return Optional.ofNullable(lastInventory);
  }

  /** Returns and clears the changes that full reads detected since the last call. */
  public InventoryChanges drainChanges() {
    return inventory.drainChanges();
  }

  private KnownFacts askFacts(Instant now) {
    var discovery = discovery();
    var found =
        new OpenIdConfiguration(text(discovery, "issuer"), text(discovery, "token_endpoint"));
    found
        .problem(url)
        .ifPresent(problem -> {
          throw malformed(problem);
        });
    return new KnownFacts(found, now.plus(FACTS_STAND));
  }

  private JsonNode discovery() {
    var path = url.http().newBuilder().addPathSegments(".well-known/openid-configuration").build();
    var request = new Request.Builder().url(path).get().build();
    var reply = waiting.run(() -> http.send(request));
    if (!reply.successful()) {
      throw new CallException(
          CallFailure.Answered.bare("GET /.well-known/openid-configuration", reply, clock), null);
    }
    try {
      return JSON.readTree(reply.body().toByteArray());
    } catch (IOException _) {
      throw malformed("is not JSON");
    }
  }

  private static String text(JsonNode discovery, String name) {
    return Optional.ofNullable(discovery.path(name).textValue())
        .orElseThrow(() -> malformed("has no " + name));
  }

  private static CallException malformed(String what) {
    return new CallException(
        new CallFailure.Malformed("the reply to GET /.well-known/openid-configuration " + what),
        null);
  }
}
