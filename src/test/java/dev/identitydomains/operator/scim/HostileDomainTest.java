package dev.identitydomains.operator.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.UnlimitedCalls;
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.ReplyMemory;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S4, S18, S29: the replies of a hostile domain, each within the bounds of the others. */
class HostileDomainTest {

  private static final List<String> NAMES = List.of("id", "name", "tags");

  /** The token never ends. */
  private static final class Tokens implements BearerTokens {

    @Override
    public Sensitive current() {
      return new Sensitive("token");
    }

    @Override
    public void drop(Sensitive token) {}
  }

  @AutoClose private final MockWebServer server = new MockWebServer();
  private final ScimClient client;

  HostileDomainTest() throws IOException {
    server.start();
    client = client(new ReplyMemory(64 << 20).share());
  }

  private ScimClient client(ReplyMemory.Share memory) {
    var http = HttpTransport.bounded(new OkHttpClient.Builder()).build();
    return new ScimClient(
        server.url("/"),
        new AuthorizedTransport(
            new HttpTransport(http, memory),
            new Tokens(),
            new UnlimitedCalls(),
            Waiting.WITHOUT_PERMIT,
            Clock.systemUTC()));
  }

  /** The page of the report: 24 MB in 23 KB. */
  @Test
  void pageOfEmptyObjectsIsCutOff() throws IOException {
    server.enqueue(gzip(page("{\"id\":\"a\",\"x\":[" + "{},".repeat(8_000_000) + "{}]}")));
    assertThat(excessive(this::list)).contains("GET Apps", "expands to more than 100 times");
  }

  @Test
  void largePageIsCutOff() throws IOException {
    server.enqueue(json(page("{\"id\":\"a\",\"x\":\"" + "y".repeat(9 << 20) + "\"}")));
    assertThat(excessive(this::list)).contains("larger than 8388608 bytes");
  }

  @Test
  void realPageMayBeCompressed() throws IOException {
    server.enqueue(gzip(page(apps(1, 1000))));
    assertThat(list()).hasSize(1000);
  }

  @Test
  void emptyCompressedReplyIsNone() {
    server.enqueue(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").build());
    assertThat(client.write(Operation.setActive("1", true)).resource()).isNull();
  }

  /** A tenth of the memory that a heap of 384 MB gives, see {@link ReplyMemory#ofHeap}. */
  @Test
  void tenThousandAppsOfRealSizeFit() {
    var app =
        """
        {"id":"%1$032d","name":"https://orders-%1$d.example.com/client","ocid":"ocid1.domainapp.oc1..%1$060d",
         "meta":{"resourceType":"App","created":"2026-01-01T00:00:00.000Z","version":"%1$032d",
           "lastModified":"2026-01-01T00:00:00.000Z","location":"https://idcs.example.com/admin/v1/Apps/%1$032d"},
         "tags":[{"key":"identitydomains.dev/owner","value":"%1$036d/shop@%1$036d/orders"},
           {"key":"team","value":"orders"}],
         "redirectUris":["https://orders.example.com/callback","http://localhost:8080/callback"],
         "allowedScopes":[{"fqs":"https://orders.example.com/read","idOfDefiningApp":"%1$032d"},
           {"fqs":"https://orders.example.com/write","idOfDefiningApp":"%1$032d"}],
         "allowedGrants":["client_credentials","authorization_code","refresh_token"],
         "displayName":"shop/orders-%1$d","description":"The orders of the shop, for its customers",
         "clientType":"confidential","isOAuthClient":true,"active":true,"showInMyApps":false,
         "basedOnTemplate":{"value":"CustomWebAppTemplateId","$ref":"https://idcs.example.com/x"}}
        """;
    var names =
        List.of(
            "name",
            "ocid",
            "tags",
            "redirectUris",
            "allowedScopes",
            "allowedGrants",
            "displayName",
            "description",
            "clientType",
            "isOAuthClient",
            "active",
            "showInMyApps",
            "basedOnTemplate");
    endless(1000, app, 1000);
    var own = client(new ReplyMemory((64 << 20) / 10).share());
    assertThat(own.list(ScimType.APP, Filter.eq("name", "a"), names)).hasSize(1000);
  }

  /** Declared attributes too: one resource is no inventory. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "\"a\"", "1", "{\"key\":\"a\",\"value\":\"b\"}", "true"})
  void resourceOfManyValuesIsCutOff(String value) throws IOException {
    var many = (value + ",").repeat((7 << 20) / (value.length() + 1));
    server.enqueue(json(page("{\"id\":\"a\",\"tags\":[%s%s]}".formatted(many, value))));
    assertThat(excessive(this::list)).contains("a part of more than");
  }

  @Test
  void pageHasAtMostThousandResources() throws IOException {
    server.enqueue(json(page(apps(1, 1001))));
    assertThat(excessive(this::list)).contains("more than 1000 Resources");
  }

  @Test
  void listWithoutEndEnds() {
    var pages = endless(2_000, "{\"id\":\"%d\"}");
    assertThat(excessive(this::list)).contains("more pages");
    assertThat(pages.requests).hasValue(3);
    endless(Integer.MAX_VALUE, "{\"id\":\"%d\"}");
    assertThat(excessive(this::list)).contains("more than 250000 resources");
  }

  @Test
  void pageHasNewId() {
    endless(200_000, "{\"id\":\"same\",\"n\":%d}");
    assertThat(excessive(this::list)).contains("a page without a new id");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-2147483648", "0"})
  void listOfNegativeSizeHasOnePage(String total) throws IOException {
    server.enqueue(json("{\"Resources\":[{\"id\":\"1\"}],\"totalResults\":%s}".formatted(total)));
    assertThat(list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "\"5\"", "1e99", "null", "[]"})
  void listWithoutSizeIsMalformed(String total) throws IOException {
    server.enqueue(json("{\"Resources\":[],\"totalResults\":%s}".formatted(total)));
    assertThat(failure(this::list)).isInstanceOf(CallFailure.Malformed.class);
  }

  @Test
  void deepLongAndHugeValuesAreCutOff() throws IOException {
    for (var value :
        List.of("[".repeat(5000), "\"" + "x".repeat(200_000) + "\"", "1".repeat(2000))) {
      server.enqueue(json(page("{\"id\":\"a\",\"name\":" + value + "}")));
      assertThat(excessive(this::list)).contains("too long, or too many levels");
    }
  }

  /** The keep of one list is bounded by the memory of all. */
  @Test
  void listIsCutOffWhereItsMemoryEnds() {
    var share = new ReplyMemory(10 << 20).share();
    var own = client(share);
    endless(250_000, "{\"id\":\"%1$d-0\",\"name\":\"" + "n".repeat(90_000) + "\"}", 50);
    assertThat(excessive(() -> list(own))).contains("memory for the replies of all domains");
    server.setDispatcher(new Pages(1, "{\"id\":\"%d\"}", 1));
    assertThat(list(own)).as("the memory is given back").hasSize(1);
  }

  @Test
  void bulkReplyHasNoMoreResultsThanOperations() {
    server.enqueue(json("{\"Operations\":[%s{}]}".formatted("{},".repeat(100_000))));
    assertThat(excessive(() -> client.write(List.of(Operation.delete(ScimType.APP, "1")))))
        .contains("more than 1 Operations");
  }

  @Test
  void errorOfMegabytesKeepsItsStatus() {
    server.enqueue(
        new MockResponse.Builder()
            .code(409)
            .body("{\"detail\":\"" + "\\n".repeat(6_000_000) + "\"}")
            .build());
    assertThat(failure(this::list))
        .isInstanceOfSatisfying(
            CallFailure.Answered.class, answer -> assertThat(answer.status()).isEqualTo(409));
  }

  @Test
  void textOfErrorIsOneShortLine() {
    server.enqueue(
        new MockResponse.Builder()
            .code(409)
            .addHeader("opc-request-id", "a) forged (" + "b".repeat(5000))
            .body("{\"detail\":\"a\\n\\u001b[31mb" + "x".repeat(5000) + "\"}")
            .build());
    assertThat(failure(this::list).summary())
        .startsWith("GET Apps answered 409: a  [31mbxx")
        .contains("(opc-request-id aforgedbb")
        .hasSizeLessThan(700);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "",
        "a/b",
        "../Apps/x?forceDelete=true",
        "a?b",
        "a%2fb",
        "a\\nb",
        "ä",
        " "
      })
  void idThatIsNoSegmentIsMalformed(String id) throws IOException {
    server.enqueue(json(page("{\"id\":\"" + id + "\"}")));
    assertThat(failure(this::list)).isInstanceOf(CallFailure.Malformed.class);
    server.enqueue(json("{\"id\":\"" + id + "\"}"));
    var create = Operation.create(ScimType.APP, JsonNodeFactory.instance.objectNode());
    assertThat(failure(() -> client.write(create))).isInstanceOf(CallFailure.Malformed.class);
    server.enqueue(
        json("{\"Operations\":[{\"status\":\"201\",\"location\":\"/Apps/%s\"}]}".formatted("x y")));
    assertThat(client.write(List.of(create))).allMatch(BulkResult.Failed.class::isInstance);
  }

  /** From a status, for example. */
  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "../Apps/x?forceDelete=true", "a/b", "a\nb"})
  void idThatIsNoSegmentReachesNoPath(String id) {
    assertThat(failure(() -> Operation.delete(ScimType.APP, id)).summary())
        .contains("no id of Apps");
    assertThat(failure(() -> Operation.replace(ScimType.GRANT, id, null, Map.of())).summary())
        .contains("no id of Grants");
    assertThat(failure(() -> client.get(ScimType.APP, id, NAMES)).summary()).contains("no id of");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void etagThatFitsNoHeaderIsNone() {
    server.enqueue(json("{\"id\":\"1\",\"meta\":{\"version\":\"a\\nX-Evil: 1\"}}"));
    assertThat(client.get(ScimType.APP, "1", NAMES).orElseThrow().version()).isEmpty();
  }

  @Test
  void truncatedReplyIsMalformed() {
    server.enqueue(json("{\"totalResults\":1,\"Resources\":[{\"id\":\"1\"},"));
    assertThatThrownBy(this::list).hasMessageContaining("the reply to GET Apps is not JSON");
  }

  @Test
  void replyWithoutUtf8IsMalformed() {
    var bytes = new Buffer().writeUtf8("{\"totalResults\":1,\"Resources\":[{\"id\":\"");
    server.enqueue(new MockResponse.Builder().body(bytes.writeByte(0xff)).build());
    assertThatThrownBy(this::list).hasMessageContaining("the reply to GET Apps is not JSON");
  }

  /** Serves pages of new ids without end. */
  private static final class Pages extends Dispatcher {

    private final int total;
    private final String resource;
    private final int size;
    private final AtomicInteger requests = new AtomicInteger();

    Pages(int total, String resource, int size) {
      this.total = total;
      this.resource = resource;
      this.size = size;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var start = requests.getAndIncrement() * size;
      var page =
          IntStream.range(start, start + size)
              .mapToObj(resource::formatted)
              .collect(Collectors.joining(","));
      return json("{\"totalResults\":%d,\"Resources\":[%s]}".formatted(total, page));
    }
  }

  private Pages endless(int total, String resource) {
    return endless(total, resource, 1);
  }

  private Pages endless(int total, String resource, int size) {
    var pages = new Pages(total, resource, size);
    server.setDispatcher(pages);
    return pages;
  }

  private List<ScimResource> list() {
    return list(client);
  }

  private static List<ScimResource> list(ScimClient client) {
    return client.list(ScimType.APP, Filter.eq("name", "a"), NAMES);
  }

  private static String excessive(ThrowingCallable call) {
    var failure = failure(call);
    assertThat(failure).isInstanceOf(CallFailure.Excessive.class);
    return failure.summary();
  }

  private static CallFailure failure(ThrowingCallable call) {
    return catchThrowableOfType(CallException.class, call).failure();
  }

  private static String apps(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj("{\"id\":\"%1$d\",\"name\":\"app_%1$d\"}"::formatted)
        .collect(Collectors.joining(","));
  }

  private static String page(String resources) {
    return "{\"totalResults\":1,\"Resources\":[%s]}".formatted(resources);
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  private static MockResponse gzip(String body) throws IOException {
    var compressed = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(compressed))) {
      sink.writeUtf8(body);
    }
    return new MockResponse.Builder()
        .addHeader("Content-Encoding", "gzip")
        .body(compressed)
        .build();
  }
}
