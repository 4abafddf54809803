package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import java.util.List;
import java.util.Optional;

/** What the published schema says of requests and resources that others have seen. */
public final class SchemaJudge {

  private SchemaJudge() {}

  /** Why the schema refuses the body of a POST or PATCH; empty when it takes it. */
  public static Optional<String> refusal(String method, String type, JsonNode body) {
    var kind = ResourceKind.of(type);
    if (kind.isEmpty() || !(body instanceof ObjectNode object)) {
      return Optional.empty();
    }
    var check = new SchemaCheck(kind.get());
    return switch (method) {
      case "POST" -> failure(() -> check.checkNew(object.deepCopy()));
      case "PATCH" -> failure(() -> check.checkPatch(object));
      default -> Optional.empty();
    };
  }

  /** Why the schema refuses a filter; empty when it takes it. */
  public static Optional<String> refusal(String type, String filter) {
    try {
      var parsed = Filter.fromString(filter);
      return ResourceKind.of(type)
          .flatMap(kind -> failure(() -> new SchemaCheck(kind).checkFilter(parsed)));
    } catch (ScimException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** What the schema does not know in a resource, or knows otherwise. */
  public static List<String> oddities(String type, JsonNode resource) {
    return ResourceKind.of(type).stream()
        .flatMap(kind -> {
          var check = new SchemaCheck(kind);
          return resource
              .propertyStream()
              .flatMap(field ->
                  failure(() -> check.checkAttribute(field.getKey(), field.getValue())).stream());
        })
        .toList();
  }

  private static Optional<String> failure(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (DomainError e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
