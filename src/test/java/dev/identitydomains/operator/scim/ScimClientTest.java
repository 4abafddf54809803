package dev.identitydomains.operator.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.UnlimitedCalls;
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.ReplyContent;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimClientTest {

  private static final Filter ANY = Filter.startsWith("name", "a");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  /** A new token after each one that was dropped. */
  private static final class Tokens implements BearerTokens {

    private final AtomicInteger number = new AtomicInteger(1);

    @Override
    public Sensitive current() {
      return new Sensitive("token-" + number);
    }

    @Override
    public void drop(Sensitive token) {
      number.incrementAndGet();
    }
  }

  @AutoClose private final MockWebServer server = new MockWebServer();
  private final ScimClient client;

  ScimClientTest() throws IOException {
    server.start();
    client = client(Duration.ofSeconds(10));
  }

  @Test
  void readsAllPagesOfAList() throws InterruptedException {
    server.enqueue(json(page(1001, 1, 1000)));
    server.enqueue(json(page(1001, 1001, 1)));
    var found = client.list(ScimType.APP, Filter.eq("name", "a\"b\\c"), List.of("id", "name"));
    assertThat(found).hasSize(1001);
    var first = server.takeRequest().getUrl();
    assertThat(first.queryParameter("filter")).isEqualTo("name eq \"a\\\"b\\\\c\"");
    assertThat(first.queryParameter("attributes")).isEqualTo("id,name");
    assertThat(first.queryParameter("count")).isEqualTo("1000");
    assertThat(server.takeRequest().getUrl().queryParameter("startIndex")).isEqualTo("1001");
  }

  @Test
  void stopsAtEmptyPageOfShrinkingList() {
    server.enqueue(json(page(3, 1, 2)));
    server.enqueue(json("{\"totalResults\":3,\"Resources\":[]}"));
    assertThat(client.list(ScimType.APP, ANY, List.of("id"))).hasSize(2);
  }

  @Test
  void patchReplacesNamedAttributesOnly() throws Exception {
    server.enqueue(json("{\"id\":\"1\"}"));
    client.write(
        Operation.replace(ScimType.APP, "1", "\"7\"", Map.of("description", new TextNode("new"))));
    var request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("PATCH");
    assertThat(request.getHeaders().get("If-Match")).isEqualTo("\"7\"");
    assertThat(new JsonMapper().readTree(body(request)))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                     "Operations": [{"op": "replace", "path": "description", "value": "new"}]}
                    """));
  }

  @Test
  void eachPostHasItsOwnRetryToken() throws InterruptedException {
    server.enqueue(json("{\"id\":\"1\"}"));
    server.enqueue(json("{\"id\":\"2\"}"));
    var body = JsonNodeFactory.instance.objectNode().put("displayName", "a");
    client.write(Operation.create(ScimType.APP, body));
    client.write(Operation.create(ScimType.APP, body));
    var first = server.takeRequest();
    assertThat(first.getHeaders().get("opc-retry-token"))
        .isNotBlank()
        .isNotEqualTo(server.takeRequest().getHeaders().get("opc-retry-token"));
    assertThat(first.getHeaders().get("Content-Type")).startsWith("application/scim+json");
    assertThat(body(first)).contains("urn:ietf:params:scim:schemas:oracle:idcs:App");
  }

  @Test
  void replacesRefusedTokenOnce() throws InterruptedException {
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(json("{\"id\":\"1\"}"));
    assertThat(client.get(ScimType.APP, "1", List.of("id"))).isPresent();
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
  }

  @Test
  void throwsAfterSecondRefusalOfToken() {
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(new MockResponse.Builder().code(401).build());
    assertThat(answered(() -> client.list(ScimType.APP, ANY, List.of("id"))).status())
        .isEqualTo(401);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void failureKeepsErrorOfService() {
    server.enqueue(
        new MockResponse.Builder()
            .code(429)
            .addHeader("opc-request-id", "req-1")
            .addHeader("Retry-After", "Thu, 01 Jan 2026 00:00:07 GMT")
            .body(
                """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],
                 "detail":"Too many.","status":"429",
                 "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error":{"messageId":"m.1"}}
                """)
            .build());
    assertThat(answered(() -> client.write(Operation.delete(ScimType.GRANT, "g"))))
        .isEqualTo(
            new CallFailure.Answered(
                "DELETE Grants", 429, "Too many.", "m.1", "req-1", Duration.ofSeconds(7)));
  }

  @Test
  void missingResourceCountsAsDeleted() {
    server.enqueue(new MockResponse.Builder().code(404).build());
    client.write(Operation.delete(ScimType.APP, "1"));
    server.enqueue(new MockResponse.Builder().code(404).build());
    assertThat(client.get(ScimType.APP, "1", List.of("id"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>secret</html>", "[1]", "\"text\"", "{\"id\":", "{\"name\":1}", "7"})
  void failureOfMalformedReplyHidesItsText(String body) {
    server.enqueue(json(body));
    var failure =
        catchThrowableOfType(
            CallException.class,
            () ->
                client.write(
                    Operation.create(ScimType.APP, JsonNodeFactory.instance.objectNode())));
    assertThat(failure.failure()).isInstanceOf(CallFailure.Malformed.class);
    assertThat(failure).hasMessageContaining("POST Apps").hasMessageNotContaining("secret");
  }

  @Test
  void replyWithoutListIsMalformed() {
    server.enqueue(json("{\"id\":\"1\"}"));
    assertThatThrownBy(() -> client.list(ScimType.APP, ANY, List.of("id")))
        .hasMessageContaining("ListResponse");
  }

  @Test
  void unknownValuesSurvive() {
    server.enqueue(json("{\"id\":\"1\",\"clientType\":\"quantum\",\"new\":{\"a\":1}}"));
    var app = client.get(ScimType.APP, "1", List.of("clientType")).orElseThrow();
    assertThat(app.json().has("new")).as("nobody asked for it").isFalse();
    assertThat(app.text("clientType")).contains("quantum");
    assertThat(app.toString()).doesNotContain("quantum");
  }

  @Test
  void endlessReplyIsCutOff() {
    var endless = new Buffer().writeUtf8(" ".repeat(ReplyContent.LIST_BYTES + 1));
    server.enqueue(new MockResponse.Builder().body(endless).build());
    assertThatThrownBy(() -> client.list(ScimType.APP, ANY, List.of("id")))
        .hasMessageContaining("larger than");
  }

  @Test
  void slowReplyIsCutOff() {
    server.enqueue(
        new MockResponse.Builder()
            .body(page(1, 1, 1))
            .throttleBody(1, 100, java.util.concurrent.TimeUnit.MILLISECONDS)
            .build());
    var hurried = client(Duration.ofMillis(300));
    assertThatThrownBy(() -> hurried.list(ScimType.APP, ANY, List.of("id")))
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void closedConnectionIsFailureWithoutRetry() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    assertThatThrownBy(() ->
            client.write(Operation.create(ScimType.APP, JsonNodeFactory.instance.objectNode())))
        .isInstanceOfSatisfying(
            CallException.class,
            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Unreachable.class));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void redirectIsNotFollowed() {
    server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "http://elsewhere/").build());
    assertThat(answered(() -> client.list(ScimType.APP, ANY, List.of("id"))).status())
        .isEqualTo(302);
  }

  @Test
  void searchSendsItsFilterInTheBody() throws Exception {
    server.enqueue(json(page(2, 1, 2)));
    var filter = Filter.oneOf("name", List.of("a", "b"));
    assertThat(client.search(ScimType.APP, filter, List.of("id", "name"))).hasSize(2);
    var request = server.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/admin/v1/Apps/.search");
    assertThat(new JsonMapper().readTree(body(request)))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                     "filter": "name eq \\"a\\" or name eq \\"b\\"",
                     "startIndex": 1, "count": 1000, "attributes": ["id", "name"]}
                    """));
  }

  private static final List<Operation> THREE =
      List.of(
          Operation.create(
              ScimType.APP, JsonNodeFactory.instance.objectNode().put("displayName", "a")),
          Operation.delete(ScimType.GRANT, "7"),
          Operation.setActive("8", true));

  @Test
  void bulkCallSendsEveryOperation() throws Exception {
    server.enqueue(json("{\"Operations\":[]}"));
    client.write(THREE);
    var request = server.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/admin/v1/Bulk");
    assertThat(new JsonMapper().readTree(body(request)))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                     "failOnErrors": 3,
                     "Operations": [
                       {"method": "POST", "path": "/Apps", "bulkId": "0", "data":
                         {"displayName": "a",
                          "schemas": ["urn:ietf:params:scim:schemas:oracle:idcs:App"]}},
                       {"method": "DELETE", "path": "/Grants/7", "bulkId": "1"},
                       {"method": "PUT", "path": "/AppStatusChanger/8", "bulkId": "2", "data":
                         {"schemas": ["urn:ietf:params:scim:schemas:oracle:idcs:AppStatusChanger"],
                          "active": true}}]}
                    """));
  }

  @Test
  void eachOperationOfABulkCallHasItsOwnResult() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("opc-request-id", "req-2")
            .body(
                """
                {"Operations": [
                  {"bulkId": "2", "status": "503", "response": {"detail": "Busy."}},
                  {"bulkId": "1", "status": "404", "response": {"detail": "Gone."}},
                  {"bulkId": "0", "status": "201", "location": "https://d/admin/v1/Apps/5"}]}
                """)
            .build());
    assertThat(client.write(THREE))
        .containsExactly(
            new BulkResult.Done(new WriteResult("5", null)),
            new BulkResult.Done(new WriteResult("7", null)),
            new BulkResult.Failed(
                new CallFailure.Answered(
                    "PUT AppStatusChanger", 503, "Busy.", null, "req-2", null)));
  }

  /** Results without ids stand where their operations stood; one that is missing is no success. */
  @Test
  void missingResultOfBulkCallIsFailure() {
    server.enqueue(
        json(
            """
            {"Operations": [{"status": "201", "location": "/Apps/5"}, {"status": "204"}]}
            """));
    var results = client.write(THREE);
    assertThat(results.subList(0, 2)).allMatch(BulkResult.Done.class::isInstance);
    assertThat(results.get(2))
        .isInstanceOfSatisfying(
            BulkResult.Failed.class,
            failed -> assertThat(failed.failure().summary()).contains("PUT AppStatusChanger"));
  }

  @Test
  void setActiveUsesStatusChanger() throws InterruptedException {
    server.enqueue(json("{\"id\":\"1\"}"));
    client.write(Operation.setActive("1", false));
    var request = server.takeRequest();
    assertThat(request.getMethod() + " " + request.getUrl().encodedPath())
        .isEqualTo("PUT /admin/v1/AppStatusChanger/1");
    assertThat(body(request)).contains("\"active\":" + BooleanNode.FALSE);
  }

  private static CallFailure.Answered answered(ThrowingCallable call) {
    var exception = catchThrowableOfType(CallException.class, call);
    return (CallFailure.Answered) exception.failure();
  }

  private ScimClient client(Duration wholeCall) {
    var http = HttpTransport.bounded(new OkHttpClient.Builder()).callTimeout(wholeCall).build();
    return new ScimClient(
        server.url("/"),
        new AuthorizedTransport(
            new HttpTransport(http),
            new Tokens(),
            new UnlimitedCalls(),
            Waiting.WITHOUT_PERMIT,
            CLOCK));
  }

  private static String page(int total, int start, int size) {
    var resources =
        IntStream.range(start, start + size)
            .mapToObj("{\"id\":\"%d\"}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"totalResults\":%d,\"Resources\":[%s]}".formatted(total, resources);
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  private static String body(RecordedRequest request) {
    return request.getBody() == null ? "" : request.getBody().utf8();
  }
}
