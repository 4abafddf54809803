package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.JsonContent;
import dev.identitydomains.operator.http.OneShotBody;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.ReplyContent;
import dev.identitydomains.operator.http.ReplyMemory;
import dev.identitydomains.operator.http.Sensitive;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The SCIM operations of one identity domain (RFC 7644). Every method throws {@link CallException}
 * when the call fails; a call is repeated only after 401, with a new token. Thread-safe.
 */
public final class ScimClient {

  /** The largest {@code count}, the resources of a page, that the service documents. */
  public static final int PAGE_SIZE = 1000;

  private static final MediaType SCIM_JSON = MediaType.get("application/scim+json");
  private static final String SEARCH_REQUEST =
      "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

  /** What is kept of the reply to a write. */
  private static final List<String> WRITTEN = List.of("ocid", "name", "active", "clientSecret");

  private final HttpUrl base;
  private final AuthorizedTransport transport;

  /**
   * @param domain base URL of the domain
   */
  public ScimClient(HttpUrl domain, AuthorizedTransport transport) {
    this.base = domain.newBuilder().addPathSegments("admin/v1").build();
    this.transport = transport;
  }

  /** Begins to count the memory of a reading that outlives its call. */
  public ReplyMemory.Hold hold() {
    return transport.hold();
  }

  /**
   * Reads all pages of a list (RFC 7644 section 3.4.2.4).
   *
   * @param attributes wire names to return, beside those with {@code returned: always}
   */
  public List<ScimResource> list(ScimType type, Filter filter, List<String> attributes) {
    try (var hold = hold()) {
      return List.copyOf(list(type, filter, attributes, resource -> resource, hold).values());
    }
  }

  /**
   * Reads all pages of a list, and keeps what is observed of each resource.
   *
   * @param filter null for all resources of the type
   * @param attributes wire names to return, beside those with {@code returned: always}
   * @param hold counts the memory of what is kept
   * @return by id
   */
  public <T> Map<String, T> list(
      ScimType type,
      @Nullable Filter filter,
      List<String> attributes,
      Function<ScimResource, T> observed,
      ReplyMemory.Hold hold) {
    var operation = "GET " + type.path();
    var list = url(type).newBuilder().addQueryParameter("attributes", String.join(",", attributes));
    if (filter != null) {
      list.addQueryParameter("filter", filter.expression());
    }
    var reading = new ListReading<>(operation, attributes, observed);
    boolean more;
    do {
      var url =
          list.build()
              .newBuilder()
              .addQueryParameter("startIndex", String.valueOf(reading.read() + 1))
              .addQueryParameter("count", String.valueOf(PAGE_SIZE))
              .build();
      more = page(operation, new Request.Builder().url(url).get(), reading, hold);
    } while (more);
    return reading.found();
  }

  /**
   * Reads one page by a filter that is too long for a URL (RFC 7644 section 3.4.3).
   *
   * @param attributes wire names to return, beside those with {@code returned: always}
   */
  public List<ScimResource> search(ScimType type, Filter filter, List<String> attributes) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putArray("schemas").add(SEARCH_REQUEST);
    body.put("filter", filter.expression()).put("startIndex", 1).put("count", PAGE_SIZE);
    attributes.forEach(body.putArray("attributes")::add);
    var operation = "POST " + type.path() + "/.search";
    var reading = new ListReading<>(operation, attributes, resource -> resource);
    try (var hold = hold()) {
      var request = new Request.Builder().url(url(type, ".search")).post(body(body));
      page(operation, request, reading, hold);
    }
    return List.copyOf(reading.found().values());
  }

  private boolean page(
      String operation, Request.Builder request, ListReading<?> reading, ReplyMemory.Hold hold) {
    return transport.call(
        RateLimitGroup.OTHER,
        operation,
        request,
        (_, reply) -> {
          try (var json = JsonContent.of(reply.stream(ReplyContent.LIST_BYTES), hold)) {
            return reading.page(json);
          }
        });
  }

  /** Reads one resource; empty when the service answers 404. */
  public Optional<ScimResource> get(ScimType type, String id, List<String> attributes) {
    var url =
        url(type, ScimId.checked(type, id))
            .newBuilder()
            .addQueryParameter("attributes", String.join(",", attributes))
            .build();
    try {
      var operation = "GET " + type.path();
      return Optional.of(
          resource(operation, call(operation, new Request.Builder().url(url).get(), attributes)));
    } catch (CallException e) {
      if (e.answered(404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Creates a new client secret of an App and returns it; the old one is invalid at once. */
  public Sensitive regenerateSecret(String appId) {
    var body = JsonNodeFactory.instance.objectNode().put("appId", appId);
    var operation = Operation.create(ScimType.APP_CLIENT_SECRET_REGENERATOR, body);
    var secret = call(operation.title(), request(operation), WRITTEN).path("clientSecret");
    if (!secret.isTextual()) {
      throw malformed(operation.title(), "has no clientSecret");
    }
    return new Sensitive(secret.textValue());
  }

  /** Sends one write; the reply to a POST of an App contains its client secret. */
  public WriteResult write(Operation operation) {
    try {
      var kept = new HashSet<>(WRITTEN);
      kept.addAll(operation.attributes());
      var json = call(operation.title(), request(operation), kept);
      var sent = json.path("id").isTextual() ? resource(operation.title(), json) : null;
      if (operation.id() != null) {
        return new WriteResult(operation.id(), sent);
      }
      if (sent == null) {
        throw malformed(operation.title(), "has no id");
      }
      return new WriteResult(sent.id(), sent);
    } catch (CallException e) {
      if (e.answered(404) && operation.isDoneWhenGone()) {
        return new WriteResult(Objects.requireNonNullElse(operation.id(), ""), null);
      }
      throw e;
    }
  }

  /**
   * Sends several writes in one Bulk call (RFC 7644 section 3.7), without their ETags; each one
   * succeeds or fails alone. After any failure but {@link CallFailure.Answered}, any of them may
   * have happened.
   *
   * @return the results in the order of the operations
   */
  public List<BulkResult> write(List<Operation> operations) {
    var request =
        new Request.Builder()
            .url(base.newBuilder().addPathSegment("Bulk").build())
            .header("opc-retry-token", UUID.randomUUID().toString())
            .post(new OneShotBody(body(BulkMessages.request(operations))));
    try (var hold = hold()) {
      return transport.call(
          RateLimitGroup.BULK,
          "POST Bulk",
          request,
          (head, reply) -> {
            try (var json = JsonContent.of(reply.stream(ReplyContent.LIST_BYTES), hold)) {
              return BulkMessages.results(operations, json, head.requestId().orElse(null));
            }
          });
    }
  }

  private JsonNode call(String operation, Request.Builder request, Collection<String> attributes) {
    var kept = AttributeName.members(attributes);
    kept.addAll(Set.of("id", "meta"));
    try (var hold = hold()) {
      return transport.call(
          RateLimitGroup.OTHER,
          operation,
          request,
          (_, reply) -> {
            try (var json = JsonContent.of(reply.stream(ReplyContent.REPLY_BYTES), hold)) {
              return json.object(kept);
            }
          });
    }
  }

  private Request.Builder request(Operation operation) {
    var id = operation.id();
    var url = id == null ? url(operation.type()) : url(operation.type(), id);
    return switch (operation.method()) {
      case "POST" ->
          new Request.Builder()
              .url(url)
              .header("opc-retry-token", UUID.randomUUID().toString())
              .post(new OneShotBody(body(operation)));
      case "PATCH" -> guarded(url, operation).patch(body(operation));
      case "PUT" -> new Request.Builder().url(url).put(body(operation));
      default -> new Request.Builder().url(url).delete();
    };
  }

  private static RequestBody body(Operation operation) {
    return body(Objects.requireNonNull(operation.data()));
  }

  private static Request.Builder guarded(HttpUrl url, Operation operation) {
    // the complete reply of an App would contain its client secret
    var names = Stream.concat(Stream.of("id", "meta"), operation.attributes().stream());
    var brief =
        url.newBuilder()
            .addQueryParameter("attributes", names.collect(Collectors.joining(",")))
            .build();
    var request = new Request.Builder().url(brief);
    var version = operation.version();
    return version == null ? request : request.header("If-Match", version);
  }

  private HttpUrl url(ScimType type) {
    return base.newBuilder().addPathSegment(type.path()).build();
  }

  private HttpUrl url(ScimType type, String id) {
    return url(type).newBuilder().addPathSegment(id).build();
  }

  static ScimResource resource(String operation, JsonNode json) {
    var id = json.path("id");
    if (!id.isTextual() || !ScimId.isValid(id.textValue())) {
      throw malformed(operation, "has no id, or one that is no segment of a path");
    }
    return new ScimResource(id.textValue(), json);
  }

  static CallException malformed(String operation, String what) {
    return new CallException(
        new CallFailure.Malformed("the reply to %s %s".formatted(operation, what)), null);
  }

  private static RequestBody body(JsonNode json) {
    return RequestBody.create(json.toString(), SCIM_JSON);
  }
}
