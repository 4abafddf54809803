package dev.identitydomains.operator.engine.domain;

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
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.ReplyMemory;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenEndpoint;
import dev.identitydomains.operator.token.TokenRequest;
import dev.identitydomains.operator.token.TokenService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One domain at run time: access token, SCIM client, inventory. What is known of the domain stands
 * when the client's credentials change. Thread-safe.
 */
public final class DomainConnection {

  /** Issuer and token endpoint hardly ever change: not every full read needs their discovery. */
  private static final Duration FACTS_STAND = Duration.ofMinutes(10);

  private record KnownFacts(OpenIdConfiguration facts, Instant until) {}

  private record KnownKeys(SigningKeys keys, Instant until) {}

  /**
   * What the connections of all domains have in common.
   *
   * @param memory for the replies of all domains
   * @param schema attributes to read
   * @param isOperatorClient selects, for a connection, the client ids of operators, whose Apps stay
   *     as they are
   */
  record Environment(
      OkHttpClient pool,
      ReplyMemory memory,
      AttributeSchema schema,
      Waiting waiting,
      Clock clock,
      BiPredicate<ConnectionSettings, String> isOperatorClient) {}

  /** What depends on credentials and certificates. */
  private record Client(ConnectionSettings settings, OkHttpClient http, TokenService tokens) {}

  /** The access tokens of the credentials that are valid now. */
  private final class CurrentTokens implements BearerTokens {

    @Override
    public Sensitive current() {
      return client.tokens().current();
    }

    @Override
    public void drop(Sensitive token) {
      client.tokens().drop(token);
    }
  }

  private final DomainUrl url;
  private final DomainRateLimits limits;
  private final OkHttpClient pool;
  private final ReplyMemory.Share memory;
  private final DomainFacts source;
  private final Waiting waiting;
  private final Clock clock;
  private final Inventory inventory = new Inventory();
  private final InventoryReader reader;
  private final WriteScheduler writes;
  private final ApplicationSync applications;
  private final RoleSync roles;
  private final GrantSync grants;
  private final CertificateSync certificates;
  private volatile Client client;
  private volatile boolean accepted;

  /** The last full read that may have used former credentials: it proves nothing of the present. */
  private volatile int readBefore;

  private volatile @Nullable KnownFacts facts;
  private volatile @Nullable KnownKeys keys;
  private volatile @Nullable Instant lastInventory;

  /**
   * Prepares a connection without sending a request.
   *
   * @param limits of all connections to the domain
   * @throws IllegalArgumentException when a certificate is malformed
   */
  DomainConnection(ConnectionSettings settings, DomainRateLimits limits, Environment environment) {
    this.url = settings.url();
    this.limits = limits;
    this.pool = environment.pool();
    this.waiting = environment.waiting();
    this.clock = environment.clock();
    this.memory = environment.memory().share();
    this.client = client(settings);
    var http = new HttpTransport(request -> client.http().newCall(request), memory);
    source = new DomainFacts(url, http, limits, waiting, clock);
    var transport = new AuthorizedTransport(http, new CurrentTokens(), limits, waiting, clock);
    var scim = new ScimClient(url.http(), transport);
    reader = new InventoryReader(scim, inventory, environment.schema(), waiting);
    writes = new WriteScheduler(scim, limits, settings.bulk(), reader::markStale, waiting);
    applications =
        new ApplicationSync(
            scim,
            inventory,
            reader,
            writes,
            new CreatedAppReader(scim, limits, environment.schema().apps().keySet()),
            id -> environment.isOperatorClient().test(client.settings(), id));
    roles = new RoleSync(inventory, reader, writes);
    grants = new GrantSync(scim, inventory, reader, writes);
    certificates = new CertificateSync(scim, writes);
  }

  private Client client(ConnectionSettings settings) {
    var secured = Tls.apply(settings, pool);
    var request = new TokenRequest(settings.authentication(), settings.scopes());
    var tokens =
        new TokenService(
            request,
            () -> tokenEndpoint(settings.authentication()),
            new HttpTransport(secured, memory),
            limits,
            clock,
            System::nanoTime);
    return new Client(settings, secured, tokens);
  }

  /** Whether the settings are of the same URL, so that {@link #renew} suffices. */
  boolean isOf(ConnectionSettings settings) {
    return url.equals(settings.url());
  }

  /**
   * Uses other credentials or certificates from now on; the next {@link #observe} proves them.
   *
   * @throws IllegalArgumentException when a certificate is malformed
   */
  void renew(ConnectionSettings settings) {
    accepted = false;
    client = client(settings);
    readBefore = reader.lastBegun();
    writes.allowBulk(settings.bulk());
    lastInventory = null;
    facts = null;
    keys = null;
  }

  /** Gives up the memory of the inventory. */
  void close() {
    reader.close();
  }

  /** Writes and reads of the domain's Apps. */
  public ApplicationSync applications() {
    return applications;
  }

  /** How many Apps the domain has, as the inventory has them, and may have. */
  public AppLimit appLimit() {
    return new AppLimit(client.settings().type(), knownApplications().count());
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
      do {
        reader.readAll();
      } while (reader.lastCompleted() <= readBefore);
      accepted = true;
      lastInventory = now;
    }
    var found = facts();
    observeKeys(found);
    return found;
  }

  /** A client secret needs no discovery; assertions name the issuer, mutual TLS has a host. */
  private TokenEndpoint tokenEndpoint(ClientAuthentication authentication) {
    var documented = TokenEndpoint.of(url.http());
    return switch (authentication) {
      case ClientAuthentication.ClientSecret _ -> documented;
      case ClientAuthentication.PrivateKeyJwt jwt ->
          jwt.audience() == null ? documented.withAudience(knownFacts().issuer()) : documented;
      case ClientAuthentication.TlsClientAuth _ ->
          Optional.ofNullable(knownFacts().secureTokenEndpoint())
              .map(HttpUrl::get)
              .map(documented::at)
              .orElse(documented);
    };
  }

  /** Facts that are a little old serve a token better than none. */
  private OpenIdConfiguration knownFacts() {
    var known = facts;
    try {
      return facts();
    } catch (CallException e) {
      if (known == null) {
        throw e;
      }
      return known.facts();
    }
  }

  private OpenIdConfiguration facts() {
    var now = clock.instant();
    var known = facts;
    if (known == null || !now.isBefore(known.until())) {
      var found = source.configuration();
      known = new KnownFacts(found, now.plus(FACTS_STAND));
      facts = known;
    }
    return known.facts();
  }

  /** Whether resource servers can read the keys that sign the domain's tokens. */
  public SigningKeys signingKeys() {
    var known = keys;
    return known == null ? SigningKeys.UNKNOWN : known.keys();
  }

  private void observeKeys(OpenIdConfiguration found) {
    var now = clock.instant();
    var known = keys;
    if (known == null || !now.isBefore(known.until())) {
      var read = source.signingKeys(found).orElseGet(this::signingKeys);
      keys = new KnownKeys(read, now.plus(FACTS_STAND));
    }
  }

  /** The limits of all connections to the domain. */
  DomainRateLimits limits() {
    return limits;
  }

  /** Whether the domain has accepted the present credentials. */
  boolean isAccepted() {
    return accepted;
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
}
