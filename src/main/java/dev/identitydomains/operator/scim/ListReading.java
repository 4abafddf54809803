package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.JsonContent;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The reading of one list by page (RFC 7644 section 3.4.2.4). Ends a list that never would: each
 * page has a new id, and the first page tells how many pages there are.
 *
 * @param <T> what is kept of a resource
 */
final class ListReading<T> {

  /** A list of more is no list of a domain. */
  static final int MOST_RESOURCES = 250_000;

  private static final String TOTAL = "totalResults";

  private final String operation;
  private final Set<String> kept;
  private final Function<ScimResource, T> observed;
  private final Map<String, T> found = new LinkedHashMap<>();
  private int read;
  private int pages;
  private int mostPages;

  /**
   * @param attributes wire names of what to keep, beside {@code id} and {@code meta}
   */
  ListReading(String operation, Collection<String> attributes, Function<ScimResource, T> observed) {
    this.operation = operation;
    this.kept = AttributeName.members(attributes);
    this.kept.addAll(Set.of("id", "meta"));
    this.observed = observed;
  }

  /** The number of resources before the next page. */
  int read() {
    return read;
  }

  /** What is kept of each resource, by id; of two with the same id, the first. */
  Map<String, T> found() {
    return found;
  }

  /** Reads a page; returns whether there is another. */
  boolean page(JsonContent content) throws IOException {
    var readBefore = read;
    var foundBefore = found.size();
    var resources = new JsonContent.Elements("Resources", kept, ScimClient.PAGE_SIZE, this::add);
    var total = content.object(Set.of(TOTAL), resources).path(TOTAL);
    if (!total.isInt()) {
      throw ScimClient.malformed(operation, "is not a ListResponse");
    }
    if (pages++ == 0) {
      mostPages = mostPages(total.intValue());
    }
    if (read == readBefore || read >= total.intValue()) {
      return false;
    }
    if (found.size() == foundBefore) {
      throw excessive("a page without a new id");
    }
    if (pages >= mostPages) {
      throw excessive("more pages than its number of resources needs");
    }
    return true;
  }

  private int mostPages(int total) {
    if (total > MOST_RESOURCES) {
      throw excessive("more than %d resources".formatted(MOST_RESOURCES));
    }
    return Math.ceilDiv(total, ScimClient.PAGE_SIZE) + 1;
  }

  private void add(JsonNode json) {
    var resource = ScimClient.resource(operation, json);
    read++;
    if (!found.containsKey(resource.id())) {
      found.put(resource.id(), observed.apply(resource));
    }
  }

  private CallException excessive(String what) {
    return new CallException(
        new CallFailure.Excessive("the list of %s has %s".formatted(operation, what)), null);
  }
}
