package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.JsonContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The messages of a Bulk call (RFC 7644 section 3.7). */
final class BulkMessages {

  private static final String BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

  private static final Set<String> ANSWER = Set.of("bulkId", "status", "location", "response");

  private BulkMessages() {}

  /** {@code failOnErrors} is so high that the service tries every operation. */
  static ObjectNode request(List<Operation> operations) {
    var request = JsonNodeFactory.instance.objectNode();
    request.putArray("schemas").add(BULK_REQUEST);
    request.put("failOnErrors", operations.size());
    var entries = request.putArray("Operations");
    IntStream.range(0, operations.size())
        .forEach(i -> entries.add(operations.get(i).inBulk(String.valueOf(i))));
    return request;
  }

  /** The results in the order of the operations; one without {@code bulkId} is of its index. */
  static List<BulkResult> results(
      List<Operation> operations, JsonContent reply, @Nullable String requestId)
      throws IOException {
    var results = new ArrayList<@Nullable BulkResult>(Collections.nCopies(operations.size(), null));
    var position = new AtomicInteger();
    reply.object(
        Set.of(),
        new JsonContent.Elements(
            "Operations",
            ANSWER,
            operations.size(),
            answer -> {
              var index = answer.path("bulkId").asInt(position.getAndIncrement());
              if (index >= 0 && index < operations.size()) {
                results.set(index, result(operations.get(index), answer, requestId));
              }
            }));
    return IntStream.range(0, operations.size())
        .mapToObj(
            i -> Optional.ofNullable(results.get(i)).orElseGet(() -> missing(operations.get(i))))
        .toList();
  }

  private static BulkResult result(
      Operation operation, JsonNode answer, @Nullable String requestId) {
    var status = answer.path("status").asInt();
    if (status / 100 != 2 && !(status == 404 && operation.isDoneWhenGone())) {
      return new BulkResult.Failed(
          ScimError.read(operation.title(), status, answer.path("response"), requestId));
    }
    var id =
        Optional.ofNullable(operation.id()).or(() -> lastSegment(answer.path("location").asText()));
    return id.<BulkResult>map(i -> new BulkResult.Done(new WriteResult(i, null)))
        .orElseGet(() -> missing(operation));
  }

  private static BulkResult missing(Operation operation) {
    return new BulkResult.Failed(
        new CallFailure.Malformed("the reply to POST Bulk has no result for " + operation.title()));
  }

  private static Optional<String> lastSegment(String location) {
    var path = location.replaceFirst("[?#].*$", "");
    return Optional.of(path.substring(path.lastIndexOf('/') + 1)).filter(ScimId::isValid);
  }
}
