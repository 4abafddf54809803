package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.identitydomains.sandbox.CrashPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One emulated identity domain on a loopback port. */
public final class IdentityDomainEmulator implements AutoCloseable {

  /** Client id of the operator's client, which has the role Application Administrator. */
  public static final String ADMIN_CLIENT_ID = "domain_admin";

  /**
   * One answered call.
   *
   * @param arrived time before any delay of the reply
   * @param at time of the reply
   * @param line method and path
   * @param query query parameters, for messages
   */
  public record Call(Instant arrived, Instant at, String line, int status, String query) {}

  private HttpServer server;
  private final int port;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ResourceStore store;
  private final ScimApi scim;
  private final ClientAuthenticator clients;
  private final OAuthApi oauth;
  private final Discovery discovery;
  private final Faults faults = new Faults();
  private final EarlierLists earlierLists;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Optional<RateLimit> otherLimit;
  private final Optional<RateLimit> bulkLimit;
  private final Semaphore bulkCalls = new Semaphore(1);
  private final AdminApi admin;
  private final Duration latency;
  private volatile CrashPoint crashPoint = CrashPoint.never();

  private IdentityDomainEmulator(DomainOptions options) throws IOException {
    store = new ResourceStore(options.clock());
    earlierLists = new EarlierLists(options.clock());
    scim =
        new ScimApi(
            store, options.modes(), new ObjectLimits(store, options.objects(), options.modes()));
    clients = new ClientAuthenticator(store, options.clock(), options.modes());
    var signIn = new SignIn(store, clients);
    var tokens = new TokenApi(clients, signIn, options.clock(), options.tokenLife());
    admin = new AdminApi(store, scim, tokens, faults, options.modes());
    latency = options.latency();
    var clock = options.clock();
    var limits = options.rates();
    otherLimit = limits.map(t -> new RateLimit(t.others(), clock));
    bulkLimit = limits.map(_ -> new RateLimit(DomainType.BULK, clock));
    new InitialResources(store)
        .place(ADMIN_CLIENT_ID, options.adminSecret().orElseGet(AppRules::newSecret));
    server = listen(options.port());
    port = server.getAddress().getPort();
    var secure =
        options.mutualTls()
            ? Optional.of(new SecureTokenHost(executor, this::handle))
            : Optional.<SecureTokenHost>empty();
    discovery = new Discovery(url(), secure, options.modes());
    oauth =
        new OAuthApi(
            store, tokens, signIn, discovery, limits.map(t -> new RateLimit(t.tokens(), clock)));
  }

  private HttpServer listen(int wanted) throws IOException {
    var listening =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
    listening.setExecutor(executor);
    listening.createContext("/", this::handle);
    listening.start();
    return listening;
  }

  /** Starts a domain. */
  public static IdentityDomainEmulator start(DomainOptions options) throws IOException {
    return new IdentityDomainEmulator(options);
  }

  /** The domain's base URL. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The authority of the host for client certificates, in PEM. */
  public String authority() {
    return discovery.secure().orElseThrow().authority();
  }

  /** The current client secret of {@link #ADMIN_CLIENT_ID}. */
  public String adminSecret() {
    return app(ADMIN_CLIENT_ID).path("clientSecret").asText();
  }

  /** The faults that tests arm. */
  public Faults faults() {
    return faults;
  }

  /** Every call answered so far, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Trusts a key under this alias, like an upload of its certificate. */
  public void trust(String certificateAlias, PublicKey key) {
    clients.trust(certificateAlias, key);
  }

  /** The App with this client id and all attributes; a missing node for none. */
  public JsonNode app(String clientId) {
    return find("Apps", "name", clientId);
  }

  /** The first resource with this value of an attribute; a missing node for none. */
  public JsonNode find(String type, String attribute, String text) {
    return resources(type)
        .filter(resource -> resource.path(attribute).asText().equals(text))
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  /** Copies of all resources of a type. */
  public Stream<JsonNode> resources(String type) {
    var kind = kind(type);
    synchronized (store) {
      return store.stream(kind)
          .map(resource -> scim.get(kind, resource.path("id").asText()).deepCopy())
          .map(JsonNode.class::cast)
          .toList()
          .stream();
    }
  }

  /** Applies this crash point to all further calls. */
  public void attach(CrashPoint caller) {
    crashPoint = caller;
  }

  /** Closes the port; the domain keeps its resources. */
  public void disconnect() {
    server.stop(0);
  }

  /** Opens the same port again. */
  public void connect() throws IOException {
    server = listen(port);
  }

  /** Changes a resource without a call or check, like a user of the console or the service. */
  public void edit(String type, String id, String attribute, JsonNode value) {
    synchronized (store) {
      var changed = store.get(kind(type), id).deepCopy();
      changed.set(attribute, value);
      changed.putObject("idcsLastModifiedBy").put("type", "User").put("display", "ada");
      store.overwrite(kind(type), changed);
    }
  }

  /** Creates a resource without a call; returns its id. */
  public String make(String type, ObjectNode resource) {
    synchronized (store) {
      if (type.equals("Apps") && !resource.has("active")) {
        resource.put("active", true); // as the console does after its last page
      }
      resource.putArray("schemas").add(kind(type).schema());
      return scim.create(kind(type), resource).path("id").asText();
    }
  }

  /** Deletes a role or a grant without a call. */
  public void delete(String type, String id) {
    synchronized (store) {
      scim.delete(kind(type), id, Optional.empty());
    }
  }

  /** Deletes an App with its roles and grants without a call. */
  public void remove(String appId) {
    synchronized (store) {
      var app = store.get(ResourceKind.APPS, appId).deepCopy();
      store.replace(ResourceKind.APPS, app.put("active", false));
      scim.delete(ResourceKind.APPS, appId, Optional.empty());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    discovery.secure().ifPresent(SecureTokenHost::close);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var arrived = Instant.now();
      var caller = crashPoint;
      var number = caller.begin(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (number.isEmpty()) {
        return;
      }
      var call = HttpCall.read(exchange);
      var fault = faults.next(call.line()).orElse(null);
      if (fault instanceof Fault.Delay delay) {
        pause(delay.time());
      }
      if (!call.isBulk()) {
        pause(latency);
      }
      var reply = answer(call, fault);
      calls.add(
          new Call(arrived, Instant.now(), call.line(), reply.status(), call.query().toString()));
      if (caller.end(number.getAsInt()) && !(fault instanceof Fault.DropReply)) {
        send(exchange, reply, fault instanceof Fault.CutReply);
      }
    }
  }

  private Reply answer(HttpCall call, @Nullable Fault fault) {
    return switch (fault) {
      case Fault.Status status -> new Reply(status.code(), "");
      case Fault.TooManyRequests(var delay) ->
          new Reply(
              429,
              "",
              delay == null ? Map.of() : Map.of("Retry-After", String.valueOf(delay.toSeconds())));
      case Fault.Garbage garbage -> new Reply(200, garbage.body());
      case Fault.StatusAfterChange status -> {
        answer(call);
        yield new Reply(status.code(), "");
      }
      case Fault.Loses loses -> answer(call.without(loses.attribute()));
      case Fault.StaleList stale ->
          earlierLists.find(call, stale.age()).orElseGet(() -> answer(call));
      case null, default -> earlierLists.keep(call, answer(call));
    };
  }

  /**
   * Sends a reply.
   *
   * @param cut sends half of the body
   */
  private static void send(HttpExchange exchange, Reply reply, boolean cut) throws IOException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/scim+json");
    headers.set("opc-request-id", UUID.randomUUID().toString());
    reply.headers().forEach(headers::set);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
      exchange.getResponseBody().flush();
    }
  }

  private Reply answer(HttpCall call) {
    try {
      return route(call);
    } catch (DomainError e) {
      return Reply.error(e);
    } catch (TokenApi.OAuthError e) {
      return Reply.json(
          e.status, Map.of("error", e.error, "error_description", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return Reply.error(500, "error.common.common.internal", e.toString());
    }
  }

  private Reply route(HttpCall call) {
    return switch (call.path().getFirst()) {
      case "oauth2" -> oauth.answer(call);
      case ".well-known" -> Reply.json(200, discovery.document());
      case "admin" -> admin(call);
      default -> Reply.error(404, "error.common.common.notFound", "No such path.");
    };
  }

  private Reply admin(HttpCall call) {
    return call.type().equals("Bulk") ? bulk(call) : limited(otherLimit, call);
  }

  private Reply limited(Optional<RateLimit> limit, HttpCall call) {
    if (limit.isPresent() && !limit.get().admit()) {
      return Reply.tooManyRequests("Too many requests.");
    }
    return admin.answer(call);
  }

  /** The emulator serves one Bulk call at a time, and refuses others. */
  private Reply bulk(HttpCall call) {
    if (call.body().length() > BulkApi.MOST_BYTES) {
      return Reply.error(413, "error.common.bulk.tooLarge", "The bulk request is too large.");
    }
    if (!bulkCalls.tryAcquire()) {
      return Reply.tooManyRequests("Another bulk request is being processed.");
    }
    try {
      pause(latency);
      return limited(bulkLimit, call);
    } finally {
      bulkCalls.release();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ResourceKind kind(String type) {
    return ResourceKind.of(type).orElseThrow();
  }
}
