package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The SCIM operations of one identity domain (RFC 7644). Every method throws {@link ScimException}
 * when the call fails, and none repeats a call but for a fresh token after 401. Thread-safe.
 */
public final class ScimClient {

  /** The most resources that a page may have (identity domains, "count"). */
  public static final int PAGE_SIZE = 1000;

  private static final MediaType SCIM_JSON = MediaType.get("application/scim+json");
  private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  private final HttpUrl base;
  private final AuthorizedTransport transport;

  /**
   * A client of one domain.
   *
   * @param domain base URL of the domain
   */
  public ScimClient(HttpUrl domain, AuthorizedTransport transport) {
    this.base = domain.newBuilder().addPathSegments("admin/v1").build();
    this.transport = transport;
  }

  /** How many resources of a type the domain has. */
  public int count(ScimType type) {
    var url = url(type).newBuilder().addQueryParameter("count", "0").build();
    return page(type, url).path("totalResults").asInt();
  }

  /**
   * Reads all pages of a list.
   *
   * @param attributes wire names to return, beside those that are always returned
   */
  public List<ScimResource> list(ScimType type, Filter filter, List<String> attributes) {
    var found = new ArrayList<ScimResource>();
    while (true) {
      var url =
          url(type)
              .newBuilder()
              .addQueryParameter("filter", filter.expression())
              .addQueryParameter("attributes", String.join(",", attributes))
              .addQueryParameter("startIndex", String.valueOf(found.size() + 1))
              .addQueryParameter("count", String.valueOf(PAGE_SIZE))
              .build();
      var page = page(type, url);
      var resources = page.path("Resources");
      resources.forEach(json -> found.add(resource("GET " + type.path(), json)));
      if (resources.isEmpty() || found.size() >= page.path("totalResults").asInt()) {
        return found;
      }
    }
  }

  /** Reads one resource; empty when there is none of this id. */
  public Optional<ScimResource> get(ScimType type, String id, List<String> attributes) {
    var url =
        url(type, id)
            .newBuilder()
            .addQueryParameter("attributes", String.join(",", attributes))
            .build();
    try {
      var operation = "GET " + type.path();
      return Optional.of(
          resource(operation, transport.call(operation, new Request.Builder().url(url).get())));
    } catch (ScimException e) {
      if (e.answered(404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Creates a resource and returns it as the service made it, an App with its secret. */
  public ScimResource create(ScimType type, ObjectNode attributes) {
    var operation = "POST " + type.path();
    var request =
        new Request.Builder()
            .url(url(type))
            .header("opc-retry-token", UUID.randomUUID().toString())
            .post(new SentOnce(body(withSchema(attributes, type.schema()))));
    return resource(operation, transport.call(operation, request));
  }

  /**
   * Replaces whole attributes and leaves the others (RFC 7644 section 3.5.2.3).
   *
   * @param version the ETag that must still hold; null writes unconditionally
   */
  public void replaceAttributes(
      ScimType type, String id, @Nullable String version, Map<String, JsonNode> attributes) {
    var patch = withSchema(JsonNodeFactory.instance.objectNode(), PATCH_OP);
    var operations = patch.putArray("Operations");
    attributes.forEach((path, value) ->
        operations.addObject().put("op", "replace").put("path", path).set("value", value));
    transport.call("PATCH " + type.path(), guarded(type, id, version).patch(body(patch)));
  }

  /** Activates or deactivates an App. */
  public void setActive(String appId, boolean active) {
    var type = ScimType.APP_STATUS_CHANGER;
    var body = withSchema(JsonNodeFactory.instance.objectNode(), type.schema());
    transport.call(
        "PUT " + type.path(),
        new Request.Builder().url(url(type, appId)).put(body(body.put("active", active))));
  }

  /** Deletes a resource; one that is gone already counts as deleted. */
  public void delete(ScimType type, String id) {
    try {
      transport.call("DELETE " + type.path(), new Request.Builder().url(url(type, id)).delete());
    } catch (ScimException e) {
      if (!e.answered(404)) {
        throw e;
      }
    }
  }

  private JsonNode page(ScimType type, HttpUrl url) {
    var operation = "GET " + type.path();
    var page = transport.call(operation, new Request.Builder().url(url).get());
    if (!page.path("totalResults").isInt()) {
      throw malformed(operation, "is not a ListResponse");
    }
    return page;
  }

  private Request.Builder guarded(ScimType type, String id, @Nullable String version) {
    // an App's whole reply would carry its secret
    var url = url(type, id).newBuilder().addQueryParameter("attributes", "id").build();
    var request = new Request.Builder().url(url);
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

  private static ScimException malformed(String operation, String what) {
    return new ScimException(
        new ScimFailure.Malformed("the reply to %s %s".formatted(operation, what)), null);
  }

  private static ObjectNode withSchema(ObjectNode attributes, String schema) {
    var body = attributes.deepCopy();
    body.putArray("schemas").add(schema);
    return body;
  }

  private static RequestBody body(JsonNode json) {
    return RequestBody.create(json.toString(), SCIM_JSON);
  }
}
