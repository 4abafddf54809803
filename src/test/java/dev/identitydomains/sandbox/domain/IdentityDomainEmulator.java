package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** One emulated identity domain on a loopback port. */
public final class IdentityDomainEmulator implements AutoCloseable {

  /** Client id of the application that an operator uses; it has Application Administrator. */
  public static final String ADMIN_CLIENT_ID = "domain_admin";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR_EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

  /** One call that was answered. */
  public record Call(Instant at, String line, int status) {}

  private record Reply(int status, String body) {}

  private HttpServer server;
  private final int port;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ResourceStore store;
  private final ScimApi scim;
  private final TokenApi tokens;
  private final Faults faults = new Faults();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> retries = new ConcurrentHashMap<>();
  private final Optional<RateLimit> tokenLimit;
  private final Optional<RateLimit> otherLimit;

  private IdentityDomainEmulator(DomainOptions options) throws IOException {
    store = new ResourceStore(options.clock());
    scim = new ScimApi(store);
    tokens = new TokenApi(store, options.clock(), options.tokenLife());
    tokenLimit =
        options
            .limits()
            .map(t -> new RateLimit(t.tokensPerSecond, t.tokensPerMinute, options.clock()));
    otherLimit =
        options
            .limits()
            .map(t -> new RateLimit(t.othersPerSecond, t.othersPerMinute, options.clock()));
    new Furniture(store)
        .place(ADMIN_CLIENT_ID, options.adminSecret().orElseGet(AppRules::newSecret));
    server = listen(options.port());
    port = server.getAddress().getPort();
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

  /** The secret of {@link #ADMIN_CLIENT_ID} now. */
  public String adminSecret() {
    return app(ADMIN_CLIENT_ID).path("clientSecret").asText();
  }

  /** Where tests arm faults. */
  public Faults faults() {
    return faults;
  }

  /** Every call answered so far, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Trusts a client certificate's key under this alias, as uploading the certificate would. */
  public void trust(String certificateAlias, RSAPublicKey key) {
    tokens.trust(certificateAlias, key);
  }

  /** The App with this client id, with all its attributes; missing when there is none. */
  public JsonNode app(String clientId) {
    return find("Apps", "name", clientId);
  }

  /** The first resource whose attribute has this text; missing when there is none. */
  public JsonNode find(String type, String attribute, String text) {
    return resources(type)
        .filter(resource -> resource.path(attribute).asText().equals(text))
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  /** A copy of every resource of a type. */
  public Stream<JsonNode> resources(String type) {
    var kind = kind(type).orElseThrow();
    synchronized (store) {
      return store.stream(kind)
          .map(resource -> scim.get(kind, resource.path("id").asText()).deepCopy())
          .map(JsonNode.class::cast)
          .toList()
          .stream();
    }
  }

  /** Goes off the network; what it holds stays. */
  public void disconnect() {
    server.stop(0);
  }

  /** Comes back at the same URL. */
  public void connect() throws IOException {
    server = listen(port);
  }

  /** Changes a resource behind everybody's back, as a person in the console would. */
  public void edit(String type, String id, String attribute, JsonNode value) {
    synchronized (store) {
      var changed = store.get(kind(type).orElseThrow(), id).deepCopy();
      changed.set(attribute, value);
      store.replace(kind(type).orElseThrow(), changed);
    }
  }

  /** Makes a resource behind everybody's back; returns its id. */
  public String make(String type, ObjectNode resource) {
    synchronized (store) {
      return scim.create(kind(type).orElseThrow(), resource).path("id").asText();
    }
  }

  /** Deletes an App, its roles and grants behind everybody's back. */
  public void remove(String appId) {
    synchronized (store) {
      scim.changeStatus(appId, JsonNodeFactory.instance.objectNode().put("active", false));
      scim.delete(ResourceKind.APPS, appId, Optional.empty());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = HttpCall.read(exchange);
      var fault = faults.next(call.line());
      if (fault.orElse(null) instanceof Fault.Delay delay) {
        Thread.sleep(delay.time());
      }
      var reply =
          switch (fault.orElse(null)) {
            case Fault.Status status -> new Reply(status.code(), "");
            case Fault.Garbage garbage -> new Reply(200, garbage.body());
            case null, default -> answer(call);
          };
      calls.add(new Call(Instant.now(), call.line(), reply.status()));
      if (!(fault.orElse(null) instanceof Fault.DropReply)) {
        send(exchange, reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/scim+json");
    headers.set("opc-request-id", UUID.randomUUID().toString());
    if (reply.status() == 429) {
      headers.set("Retry-After", "1");
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reply answer(HttpCall call) {
    try {
      return route(call);
    } catch (DomainError e) {
      return error(e.status, e.messageId, String.valueOf(e.getMessage()));
    } catch (TokenApi.OAuthError e) {
      var body = Map.of("error", e.error, "error_description", String.valueOf(e.getMessage()));
      return new Reply(e.status, text(body));
    } catch (RuntimeException e) {
      return error(500, "error.common.common.internal", e.toString());
    }
  }

  private Reply route(HttpCall call) {
    return switch (call.path().getFirst()) {
      case "oauth2" -> token(call);
      case ".well-known" -> new Reply(200, text(discovery()));
      case "admin" -> admin(call);
      default -> error(404, "error.common.common.notFound", "No such path.");
    };
  }

  private Reply token(HttpCall call) {
    if (tokenLimit.isPresent() && !tokenLimit.get().admit()) {
      return error(429, "error.common.common.tooManyRequests", "Too many token requests.");
    }
    synchronized (store) {
      return new Reply(
          200,
          tokens.issue(call.header("Authorization"), call.form(), url().toString()).toString());
    }
  }

  private Map<String, Object> discovery() {
    var discovery = new HashMap<String, Object>();
    discovery.put("issuer", url().toString());
    discovery.put("token_endpoint", url() + "/oauth2/v1/token");
    discovery.put("jwks_uri", url() + "/admin/v1/SigningCert/jwk");
    return discovery;
  }

  private Reply admin(HttpCall call) {
    if (otherLimit.isPresent() && !otherLimit.get().admit()) {
      return error(429, "error.common.common.tooManyRequests", "Too many requests.");
    }
    var type = call.path().get(2);
    if (type.equals("SigningCert")) {
      return new Reply(200, text(tokens.keySet()));
    }
    synchronized (store) {
      var caller = tokens.caller(call.header("Authorization"));
      if (caller.isEmpty()) {
        return error(401, "error.common.common.unauthorized", "The access token is not valid.");
      }
      if (!allowed(caller.get(), call.method(), type)) {
        return error(
            403,
            "error.common.common.forbidden",
            "The client may not %s %s.".formatted(call.method(), type));
      }
      return idempotent(call, type);
    }
  }

  private boolean allowed(ObjectNode app, String method, String type) {
    return scim.get(ResourceKind.APPS, app.path("id").asText())
        .path("grantedAppRoles")
        .valueStream()
        .filter(role -> role.path("appId").asText().equals(Furniture.DOMAIN_APP))
        .anyMatch(role -> Permissions.allows(role.path("display").asText(), method, type));
  }

  private Reply idempotent(HttpCall call, String type) {
    var token =
        call.method().equals("POST") ? call.header("opc-retry-token") : Optional.<String>empty();
    var earlier = token.map(retries::get);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var reply = operation(call, type);
    token.ifPresent(t -> retries.put(t, reply));
    return reply;
  }

  private Reply operation(HttpCall call, String type) {
    var kind = kind(type);
    if (kind.isEmpty()) {
      return verb(call, type);
    }
    var id = call.path().size() > 3 ? call.path().get(3) : "";
    return switch (call.method() + (id.isEmpty() ? "" : " id")) {
      case "GET" -> new Reply(200, scim.list(kind.get(), call.query()).toString());
      case "GET id" ->
          new Reply(200, projected(call, kind.get(), scim.get(kind.get(), id)).toString());
      case "POST" ->
          new Reply(
              201, projected(call, kind.get(), scim.create(kind.get(), call.json())).toString());
      case "PATCH id" -> {
        var patched = scim.patch(kind.get(), id, call.header("If-Match"), call.json());
        yield new Reply(200, projected(call, kind.get(), patched).toString());
      }
      case "DELETE id" -> {
        scim.delete(kind.get(), id, call.header("If-Match"));
        yield new Reply(204, "");
      }
      default -> error(405, "error.common.common.methodNotAllowed", "Method not allowed.");
    };
  }

  private Reply verb(HttpCall call, String type) {
    return switch (call.method() + " " + type) {
      case "PUT AppStatusChanger" ->
          new Reply(200, scim.changeStatus(call.path().get(3), call.json()).toString());
      case "POST AppClientSecretRegenerator" ->
          new Reply(201, scim.regenerateSecret(call.json()).toString());
      default -> error(404, "error.common.common.notFound", "No such resource type.");
    };
  }

  private static ObjectNode projected(HttpCall call, ResourceKind kind, ObjectNode resource) {
    return Projection.from(call.query()).of(kind, resource);
  }

  private static Optional<ResourceKind> kind(String type) {
    return ResourceKind.ALL.stream().filter(kind -> kind.path().equals(type)).findFirst();
  }

  private static Reply error(int status, String messageId, String detail) {
    var body =
        Map.of(
            "schemas",
            List.of("urn:ietf:params:scim:api:messages:2.0:Error", ERROR_EXTENSION),
            "detail",
            detail,
            "status",
            String.valueOf(status),
            ERROR_EXTENSION,
            Map.of("messageId", messageId));
    return new Reply(status, text(body));
  }

  private static String text(Object json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
