package dev.identitydomains.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.UnlimitedCalls;
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.BulkResult;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.sandbox.domain.SchemaJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Holds each recorded exchange against the operator's client, which makes the same call and reads
 * the same reply, and against the published schema.
 */
final class Replay implements AutoCloseable {

  private static final BearerTokens NONE =
      new BearerTokens() {
        @Override
        public Sensitive current() {
          return new Sensitive("none");
        }

        @Override
        public void drop(Sensitive token) {}
      };

  private final RecordedDomain domain = new RecordedDomain();
  private final ScimClient client =
      new ScimClient(
          domain.url(),
          new AuthorizedTransport(
              new HttpTransport(new OkHttpClient()),
              NONE,
              new UnlimitedCalls(),
              Waiting.WITHOUT_PERMIT,
              Clock.systemUTC()));

  Replay() throws IOException {}

  /** The differences of all exchanges in a file, a line each; empty for none. */
  List<String> of(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    var found = new ArrayList<String>();
    for (var i = 0; i < lines.size(); i++) {
      var entry = Entry.read(lines.get(i));
      var place = "%d %s: ".formatted(i + 1, entry);
      differences(entry).map(place::concat).forEach(found::add);
    }
    return found;
  }

  /**
   * Token requests, discovery, keys and calls without a whole reply are no part of the SCIM API.
   */
  private Stream<String> differences(Entry entry) {
    return entry.path().isEmpty()
            || entry.type().equals("SigningCert")
            || entry.status() == 0
            || entry.isCut()
        ? Stream.empty()
        : Stream.concat(callDifferences(entry), schemaDifferences(entry));
  }

  private Stream<String> callDifferences(Entry entry) {
    domain.play(entry);
    var found = new ArrayList<String>();
    try {
      if (entry.type().equals("Bulk")) {
        bulk(entry).forEach(found::add);
      } else if (!call(entry)) {
        return Stream.of("the operator makes no such call");
      }
      if (entry.status() >= 400 && entry.status() != 404) {
        found.add("the operator takes status %d for success".formatted(entry.status()));
      }
    } catch (CallException e) {
      if (!e.answered(entry.status())) {
        found.add("the operator cannot read the reply: " + e.getMessage());
      }
    }
    domain.arrived().ifPresent(arrived -> compare(entry, arrived, found));
    return found.stream();
  }

  /** Makes the recorded call; returns whether the operator's client has such a call. */
  private boolean call(Entry entry) {
    var type = type(entry.type());
    if (type.isEmpty()) {
      return false;
    }
    switch (entry.method() + (entry.id().isEmpty() ? "" : " id")) {
      case "GET" ->
          client.list(
              type.get(), filter(entry.url()), attributes(entry.url()), r -> r, client.hold());
      case "GET id" -> client.get(type.get(), entry.id(), attributes(entry.url()));
      case "POST id" ->
          client.search(
              type.get(),
              new Filter(entry.sent().path("filter").asText()),
              texts(entry.sent().path("attributes")));
      case "POST" -> create(type.get(), entry.sent());
      case "PATCH id", "PUT id", "DELETE id" ->
          client.write(
              new Operation(
                  entry.method(),
                  type.get(),
                  entry.id(),
                  entry.headers().get("if-match"),
                  data(entry.sent())));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Makes a Bulk call, and compares what the operator reads of each operation. */
  private Stream<String> bulk(Entry entry) {
    var results = client.write(operations(entry));
    var recorded = entry.received().path("Operations");
    return IntStream.range(0, results.size())
        .filter(i -> recorded.path(i).path("status").asInt() < 400)
        .mapToObj(i ->
            results.get(i) instanceof BulkResult.Failed(var failure)
                ? Stream.of("operation %d: %s".formatted(i + 1, failure.summary()))
                : Stream.<String>empty())
        .flatMap(each -> each);
  }

  private void create(ScimType type, JsonNode body) {
    if (type == ScimType.APP_CLIENT_SECRET_REGENERATOR) {
      client.regenerateSecret(body.path("appId").asText());
    } else {
      client.write(Operation.create(type, without(body, "schemas")));
    }
  }

  private static List<Operation> operations(Entry entry) {
    return entry.sent().path("Operations").valueStream().map(Replay::operation).toList();
  }

  private static Operation operation(JsonNode operation) {
    var path = operation.path("path").asText().substring(1).split("/", 2);
    return new Operation(
        operation.path("method").asText(),
        type(path[0]).orElseThrow(),
        path.length == 2 ? path[1] : null,
        null,
        data(operation.path("data")));
  }

  private static void compare(Entry entry, RecordedDomain.Arrived arrived, List<String> found) {
    compare("method", entry.method(), arrived.method(), found);
    compare("path", entry.path(), Entry.below(arrived.url().pathSegments()), found);
    compare("query", Entry.query(entry.url()), Entry.query(arrived.url()), found);
    compare(
        "If-Match", Optional.ofNullable(entry.headers().get("if-match")), arrived.ifMatch(), found);
    compare("body", withoutBulkIds(entry.sent()), withoutBulkIds(arrived.body()), found);
  }

  private static void compare(String what, Object recorded, Object sent, List<String> found) {
    if (!Objects.equals(recorded, sent)) {
      found.add("%s is %s in the recording; the operator sends %s".formatted(what, recorded, sent));
    }
  }

  private static JsonNode withoutBulkIds(JsonNode body) {
    var copy = body.deepCopy();
    copy.path("Operations").forEach(operation -> ((ObjectNode) operation).remove("bulkId"));
    return copy;
  }

  private static Stream<String> schemaDifferences(Entry entry) {
    if (entry.type().equals("Bulk")) {
      return inBulk(entry);
    }
    var refusal =
        entry.id().isEmpty() || entry.method().equals("PATCH")
            ? SchemaJudge.refusal(entry.method(), entry.type(), entry.sent())
            : Optional.<String>empty();
    var filter =
        Optional.ofNullable(entry.url().queryParameter("filter"))
            .flatMap(text -> SchemaJudge.refusal(entry.type(), text));
    var isTaken = entry.status() < 400;
    var judged =
        Stream.of(refusal, filter)
            .flatMap(Optional::stream)
            .filter(_ -> isTaken)
            .map("the domain takes what the schema refuses: "::concat);
    var unexplained =
        entry.status() == 400 && refusal.isEmpty() && filter.isEmpty()
            ? Stream.of(
                "the domain refuses what the schema takes: "
                    + entry.received().path("detail").asText())
            : Stream.<String>empty();
    var list = entry.received().path("Resources");
    var resources = list.isMissingNode() ? Stream.of(entry.received()) : list.valueStream();
    var odd =
        resources
            .filter(_ -> isTaken)
            .flatMap(resource -> SchemaJudge.oddities(entry.type(), resource).stream())
            .distinct()
            .map("the reply is unlike the schema: "::concat);
    return Stream.of(judged, unexplained, odd).flatMap(each -> each);
  }

  private static Stream<String> inBulk(Entry entry) {
    var operations = entry.sent().path("Operations");
    var results = entry.received().path("Operations");
    return IntStream.range(0, operations.size())
        .filter(i -> results.path(i).path("status").asInt() < 400)
        .boxed()
        .flatMap(i -> {
          var one = operations.path(i);
          var type = one.path("path").asText().split("/", -1)[1];
          return SchemaJudge.refusal(one.path("method").asText(), type, one.path("data")).stream()
              .map(why ->
                  "operation %d: the domain takes what the schema refuses: %s"
                      .formatted(i + 1, why));
        });
  }

  private static Optional<ScimType> type(String path) {
    return Arrays.stream(ScimType.values()).filter(type -> type.path().equals(path)).findFirst();
  }

  private static @Nullable Filter filter(HttpUrl url) {
    var text = url.queryParameter("filter");
    return text == null ? null : new Filter(text);
  }

  private static List<String> attributes(HttpUrl url) {
    var text = url.queryParameter("attributes");
    return text == null ? List.of() : List.of(text.split(",", -1));
  }

  private static List<String> texts(JsonNode values) {
    return values.valueStream().map(JsonNode::asText).toList();
  }

  private static @Nullable ObjectNode data(JsonNode body) {
    return body instanceof ObjectNode object ? object : null;
  }

  private static ObjectNode without(JsonNode body, String attribute) {
    var copy = (ObjectNode) body.deepCopy();
    copy.remove(attribute);
    return copy;
  }

  @Override
  public void close() {
    domain.close();
  }
}
