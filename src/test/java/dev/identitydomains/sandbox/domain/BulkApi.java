package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/** The Bulk endpoint (RFC 7644 section 3.7). */
final class BulkApi {

  /** The maximum of operations in a call ("API Rate Limits"). */
  static final int MOST_OPERATIONS = 50;

  /** The maximum size of a call, in bytes. */
  static final int MOST_BYTES = 1 << 20;

  private final Faults faults;

  BulkApi(Faults faults) {
    this.faults = faults;
  }

  Reply answer(ObjectNode request, Function<HttpCall, Reply> operations) {
    SchemaCheck.requireSchemas(request, "urn:ietf:params:scim:api:messages:2.0:BulkRequest");
    var wanted = request.path("Operations");
    if (wanted.size() > MOST_OPERATIONS) {
      throw new DomainError(
          413,
          "error.common.bulk.tooManyOperations",
          "A bulk request has %d operations at most.".formatted(MOST_OPERATIONS));
    }
    var reply = JsonNodeFactory.instance.objectNode();
    reply.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
    var results = reply.putArray("Operations");
    var errorsLeft = request.path("failOnErrors").asInt(Integer.MAX_VALUE);
    for (var operation : wanted) {
      var result = result(operation, operations);
      results.add(result);
      if (result.has("response") && --errorsLeft <= 0) {
        break;
      }
    }
    return new Reply(201, reply.toString());
  }

  private ObjectNode result(JsonNode operation, Function<HttpCall, Reply> operations) {
    var method = operation.path("method").asText();
    var path = operation.path("path").asText();
    var reply = carryOut(method, path, operation.path("data"), operations);
    var result = JsonNodeFactory.instance.objectNode().put("method", method);
    if (operation.has("bulkId")) {
      result.set("bulkId", operation.get("bulkId"));
    }
    var body = HttpCall.parse(reply.body());
    var id = body.map(json -> json.path("id").asText()).filter(text -> !text.isEmpty());
    var location =
        id.map(i -> ResourceStore.WHOLE + "/admin/v1/" + path.split("/", -1)[1] + "/" + i);
    location
        .or(() -> Optional.of(ResourceStore.WHOLE + "/admin/v1" + path))
        .ifPresent(l -> result.put("location", l));
    if (reply.status() >= 400) {
      result.remove("location");
      body.ifPresent(json -> result.set("response", json));
    }
    return result.put("status", String.valueOf(reply.status()));
  }

  /** Tests arm a fault of one operation as {@code op METHOD /path}. */
  private Reply carryOut(
      String method, String path, JsonNode data, Function<HttpCall, Reply> operations) {
    var fault = faults.next("op " + method + " " + path).orElse(null);
    if (fault instanceof Fault.Status status) {
      return failed(status.code());
    }
    try {
      var call = HttpCall.inBulk(method, path, data);
      var reply =
          operations.apply(
              fault instanceof Fault.Loses loses ? call.without(loses.attribute()) : call);
      return fault instanceof Fault.StatusAfterChange status ? failed(status.code()) : reply;
    } catch (DomainError e) {
      return Reply.error(e);
    }
  }

  private static Reply failed(int status) {
    return Reply.error(status, "error.common.common.armed", "An armed fault.");
  }
}
