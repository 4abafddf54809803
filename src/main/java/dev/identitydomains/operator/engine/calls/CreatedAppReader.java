package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads attributes of created Apps that the reply to a Bulk call lacks: OCID, ETag, client secret,
 * and what the creation asked for. One search reads many Apps.
 */
public final class CreatedAppReader {

  private static final List<String> ATTRIBUTES =
      List.of("id", "ocid", "meta", "name", "active", "clientSecret");

  private final List<String> attributes;

  /** Keeps the request within the size limits of common gateways. */
  private static final int MOST_NAMES = 200;

  private final ScimClient scim;
  private final Batcher<String, Optional<ScimResource>> reads;

  /**
   * @param asked the attributes that a creation may ask for
   */
  public CreatedAppReader(ScimClient scim, DomainRateLimits limits, Collection<String> asked) {
    this.scim = scim;
    this.attributes = Stream.concat(ATTRIBUTES.stream(), asked.stream()).distinct().toList();
    this.reads =
        new Batcher<>(
            new Batcher.Bounds<>(MOST_NAMES, Integer.MAX_VALUE, _ -> 0),
            call -> {
              limits.limiter(RateLimitGroup.OTHER).awaitAvailable();
              call.run();
            },
            this::read);
  }

  /** Reads the new App with this client id asynchronously; empty when the domain has none. */
  public CompletableFuture<Optional<ScimResource>> read(String clientId) {
    return reads.submit(clientId);
  }

  private void read(List<Batcher.Item<String, Optional<ScimResource>>> items) {
    try {
      var names = items.stream().map(Batcher.Item::value).toList();
      var found =
          scim.search(ScimType.APP, Filter.oneOf("name", names), attributes).stream()
              .collect(
                  Collectors.toMap(
                      app -> app.text("name").orElse(""), Function.identity(), (a, _) -> a));
      items.forEach(item -> item.result().complete(Optional.ofNullable(found.get(item.value()))));
    } catch (RuntimeException e) {
      items.forEach(item -> item.result().completeExceptionally(e));
    }
  }
}
