package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.OneShotBody;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Sensitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

  private final HttpUrl base;
  private final AuthorizedTransport transport;

  /**
   * @param domain base URL of the domain
   */
  public ScimClient(HttpUrl domain, AuthorizedTransport transport) {
    this.base = domain.newBuilder().addPathSegments("admin/v1").build();
    this.transport = transport;
  }

  /**
   * Reads all pages of a list (RFC 7644 section 3.4.2.4).
   *
   * @param attributes wire names to return, beside those with {@code returned: always}
   */
  public List<ScimResource> list(ScimType type, Filter filter, List<String> attributes) {
    var filtered = url(type).newBuilder().addQueryParameter("filter", filter.expression()).build();
    return pages(type, filtered, attributes);
  }

  /** Reads all pages of all resources of a type. */
  public List<ScimResource> list(ScimType type, List<String> attributes) {
    return pages(type, url(type), attributes);
  }

  private List<ScimResource> pages(ScimType type, HttpUrl list, List<String> attributes) {
    var found = new ArrayList<ScimResource>();
    while (true) {
      var url =
          list.newBuilder()
              .addQueryParameter("attributes", String.join(",", attributes))
              .addQueryParameter("startIndex", String.valueOf(found.size() + 1))
              .addQueryParameter("count", String.valueOf(PAGE_SIZE))
              .build();
      var page = page("GET " + type.path(), new Request.Builder().url(url).get());
      var resources = page.path("Resources");
      resources.forEach(json -> found.add(resource("GET " + type.path(), json)));
      if (resources.isEmpty() || found.size() >= page.path("totalResults").asInt()) {
        return found;
      }
    }
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
    var page = page(operation, new Request.Builder().url(url(type, ".search")).post(body(body)));
    return page.path("Resources").valueStream().map(json -> resource(operation, json)).toList();
  }

  /** Reads one resource; empty when the service answers 404. */
  public Optional<ScimResource> get(ScimType type, String id, List<String> attributes) {
    var url =
        url(type, id)
            .newBuilder()
            .addQueryParameter("attributes", String.join(",", attributes))
            .build();
    try {
      var operation = "GET " + type.path();
      return Optional.of(
          resource(operation, call(operation, new Request.Builder().url(url).get())));
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
    var secret = call(operation.title(), request(operation)).path("clientSecret");
    if (!secret.isTextual()) {
      throw malformed(operation.title(), "has no clientSecret");
    }
    return new Sensitive(secret.textValue());
  }

  /** Sends one write; the reply to a POST of an App contains its client secret. */
  public WriteResult write(Operation operation) {
    try {
      var json = call(operation.title(), request(operation));
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
   * succeeds or fails alone. After {@link CallFailure.Unreachable}, any of them may have happened.
   *
   * @return the results in the order of the operations
   */
  public List<BulkResult> write(List<Operation> operations) {
    var request =
        new Request.Builder()
            .url(base.newBuilder().addPathSegment("Bulk").build())
            .header("opc-retry-token", UUID.randomUUID().toString())
            .post(new OneShotBody(body(BulkMessages.request(operations))));
    var answer = transport.call(RateLimitGroup.BULK, "POST Bulk", request);
    return BulkMessages.results(operations, answer.json(), answer.requestId());
  }

  private JsonNode call(String operation, Request.Builder request) {
    return transport.call(RateLimitGroup.OTHER, operation, request).json();
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
      case "PATCH" -> guarded(url, operation.version()).patch(body(operation));
      case "PUT" -> new Request.Builder().url(url).put(body(operation));
      default -> new Request.Builder().url(url).delete();
    };
  }

  private static RequestBody body(Operation operation) {
    return body(Objects.requireNonNull(operation.data()));
  }

  private JsonNode page(String operation, Request.Builder request) {
    var page = call(operation, request);
    if (!page.path("totalResults").isInt()) {
      throw malformed(operation, "is not a ListResponse");
    }
    return page;
  }

  private static Request.Builder guarded(HttpUrl url, @Nullable String version) {
    // the complete reply of an App would contain its client secret
    var brief = url.newBuilder().addQueryParameter("attributes", "id,meta").build();
    var request = new Request.Builder().url(brief);
    return version == null ? request : request.header("If-Match", version);
  }

  private HttpUrl url(ScimType type) {
    return base.newBuilder().addPathSegment(type.path()).build();
  }

  private HttpUrl url(ScimType type, String id) {
    return url(type).newBuilder().addPathSegment(id).build();
  }

  private static ScimResource resource(String operation, JsonNode json) {
    var id = json.path("id");
    if (!id.isTextual()) {
      throw malformed(operation, "has no id");
    }
    return new ScimResource(id.textValue(), json);
  }

  private static CallException malformed(String operation, String what) {
    return new CallException(
        new CallFailure.Malformed("the reply to %s %s".formatted(operation, what)), null);
  }

  private static RequestBody body(JsonNode json) {
    return RequestBody.create(json.toString(), SCIM_JSON);
  }
}
