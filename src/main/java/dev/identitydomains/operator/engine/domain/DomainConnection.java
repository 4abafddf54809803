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
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** One domain at run time: its token, its budget, its client, its inventory. Thread-safe. */
public final class DomainConnection {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An issuer and an endpoint that hardly ever change need not be asked for with every reading. */
  private static final Duration FACTS_STAND = Duration.ofMinutes(10);

  private record KnownFacts(OpenIdConfiguration facts, Instant until) {}

  private final HttpUrl url;
  private final HttpTransport http;
  private final Waiting waiting;
  private final Clock clock;
  private final Inventory inventory = new Inventory();
  private final InventoryReader reader;
  private final ApplicationSync applications;
  private final RoleSync roles;
  private final GrantSync grants;
  private final CertificateSync certificates;
  private volatile Optional<KnownFacts> facts = Optional.empty();
  private volatile Optional<Instant> lastInventory = Optional.empty();

  private DomainConnection(
      ConnectionSettings settings,
      AttributeSchema schema,
      HttpTransport http,
      Waiting waiting,
      Clock clock) {
    this.url = HttpUrl.get(settings.url());
    this.http = http;
    this.waiting = waiting;
    this.clock = clock;
    var limits = DomainRateLimits.of(settings.type());
    var request = new TokenRequest(url, settings.authentication(), settings.scopes());
    var tokens = new TokenService(request, http, limits, clock);
    var scim = new ScimClient(url, new AuthorizedTransport(http, tokens, limits, waiting, clock));
    reader = new InventoryReader(scim, inventory, schema, waiting);
    var writes = new WriteScheduler(scim, limits, settings.bulk(), reader::markStale, waiting);
    applications =
        new ApplicationSync(scim, inventory, reader, writes, new CreatedAppReader(scim, limits));
    roles = new RoleSync(inventory, reader, writes);
    grants = new GrantSync(scim, inventory, reader, writes);
    certificates = new CertificateSync(scim, writes);
  }

  /**
   * Prepares a connection; nothing is sent yet.
   *
   * @param client whose connection pool is shared by all domains
   * @throws IllegalArgumentException when the URL or a certificate cannot be read
   */
  static DomainConnection open(
      ConnectionSettings settings,
      AttributeSchema schema,
      OkHttpClient client,
      Waiting waiting,
      Clock clock) {
    var http = new HttpTransport(Tls.apply(settings, client));
    return new DomainConnection(settings, schema, http, waiting, clock);
  }

  /** The domain's Apps. */
  public ApplicationSync applications() {
    return applications;
  }

  /** The domain's AppRoles. */
  public RoleSync roles() {
    return roles;
  }

  /** The certificates of clients. */
  public CertificateSync certificates() {
    return certificates;
  }

  /** The domain's grants to others than Apps. */
  public GrantSync grants() {
    return grants;
  }

  /**
   * Reads the domain into the inventory, which shows as well that it answers and lets the
   * operator's client in.
   *
   * @param enough a reading that is younger than this will do
   * @throws CallException when it does not answer
   * @throws dev.identitydomains.operator.token.TokenFailure when it refuses the client
   */
  public OpenIdConfiguration observe(Duration enough) {
    var now = clock.instant();
    if (lastInventory.filter(at -> at.plus(enough).isAfter(now)).isEmpty()) {
      lastInventory = Optional.empty(); // until it is known that it still answers
      reader.readAll();
      lastInventory = Optional.of(now);
    }
    var known = facts.filter(f -> now.isBefore(f.until())).orElseGet(() -> askFacts(now));
    facts = Optional.of(known);
    return known.facts();
  }

  /** When the last reading of the whole domain began, if it succeeded. */
  public Optional<Instant> lastInventory() {
    return lastInventory;
  }

  /** What readings found otherwise since this was last asked. */
  public InventoryChanges drainChanges() {
    return inventory.drainChanges();
  }

  private KnownFacts askFacts(Instant now) {
    var discovery = discovery();
    return new KnownFacts(
        new OpenIdConfiguration(text(discovery, "issuer"), text(discovery, "token_endpoint")),
        now.plus(FACTS_STAND));
  }

  private JsonNode discovery() {
    var path = url.newBuilder().addPathSegments(".well-known/openid-configuration").build();
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
