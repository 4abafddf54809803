package dev.identitydomains.sandbox.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the emulated service, tested over HTTP. */
class IdentityDomainEmulatorTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ORDERS =
      """
      {"name": "orders", "displayName": "Orders", "isOAuthClient": true,
       "allowedGrants": ["client_credentials", "refresh_token"],
       "basedOnTemplate": {"value": "CustomWebAppTemplateId"},
       "active": true,
       "tags": [{"key": "owner", "value": "me"}]}
      """;

  /** Status and body of a reply; a missing node without body. */
  record Reply(int status, JsonNode body) {}

  private final OkHttpClient http = new OkHttpClient();
  private final TestClock clock = new TestClock();
  @AutoClose private IdentityDomainEmulator domain;
  private String token = "";

  @BeforeEach
  void start() throws IOException {
    start(DomainOptions.defaults());
  }

  private void start(DomainOptions options) throws IOException {
    domain = IdentityDomainEmulator.start(options.withClock(clock));
    token =
        token(IdentityDomainEmulator.ADMIN_CLIENT_ID, domain.adminSecret())
            .body()
            .path("access_token")
            .asText();
  }

  @ParameterizedTest
  @CsvSource(
      value = {"3, 3", "null, null"},
      nullValues = "null")
  void refusalHasRetryAfterOnlyIfArmed(@Nullable Long seconds, @Nullable String header)
      throws IOException {
    var delay = seconds == null ? null : Duration.ofSeconds(seconds);
    domain.faults().arm("POST /admin/v1/Apps", new Fault.TooManyRequests(delay), 1);
    var request =
        new Request.Builder()
            .url(domain.url() + "/admin/v1/Apps")
            .header("Authorization", "Bearer " + token)
            .post(RequestBody.create(ORDERS, MediaType.get("application/scim+json")));
    try (var reply = http.newCall(request.build()).execute()) {
      assertThat(reply.code()).isEqualTo(429);
      assertThat(reply.header("Retry-After")).isEqualTo(header);
    }
    assertThat(domain.app("orders").isMissingNode()).isTrue();
  }

  @Test
  void errorAfterChangeHidesItsSuccess() throws IOException {
    domain.faults().arm("POST /admin/v1/Apps", new Fault.StatusAfterChange(500), 1);
    assertThat(call("POST", "Apps", ORDERS).status()).isEqualTo(500);
    assertThat(domain.app("orders").isObject()).isTrue();
  }

  @Test
  void operationOfBulkCallFailsAfterChange() throws IOException {
    domain.faults().arm("op POST /Apps", new Fault.StatusAfterChange(500), 1);
    var operation =
        """
        {"Operations": [{"method": "POST", "path": "/Apps", "bulkId": "1", "data": %s}]}
        """
            .formatted(ORDERS);
    assertThat(call("POST", "Bulk", operation).body().at("/Operations/0/status").asText())
        .isEqualTo("500");
    assertThat(domain.app("orders").isObject()).isTrue();
  }

  @Test
  void cutReplyEndsWithinBody() {
    domain.faults().arm("GET /admin/v1/Apps", new Fault.CutReply(), 1);
    assertThatThrownBy(() -> call("GET", "Apps", "")).isInstanceOf(IOException.class);
  }

  @Test
  void staleListIsThatOfLastSameQueryWithinAge() throws IOException {
    assertThat(call("GET", "Apps", "").body().path("totalResults").asInt()).isEqualTo(2);
    make(ORDERS);
    domain.faults().arm("GET /admin/v1/Apps", new Fault.StaleList(Duration.ofSeconds(30)), 3);
    assertThat(call("GET", "Apps", "").body().path("totalResults").asInt()).isEqualTo(2);
    assertThat(found("name eq \"orders\"")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(31));
    assertThat(call("GET", "Apps", "").body().path("totalResults").asInt()).isEqualTo(3);
  }

  @Test
  void sourceOfFaultsIsAskedForEachCallUntilCleared() throws IOException {
    domain
        .faults()
        .drawFrom(
            line -> line.startsWith("GET") ? Optional.of(new Fault.Status(503)) : Optional.empty());
    assertThat(call("GET", "Apps", "").status()).isEqualTo(503);
    assertThat(call("POST", "Apps", ORDERS).status()).isEqualTo(201);
    assertThat(domain.faults().hits()).isEqualTo(1);
    domain.faults().clear();
    assertThat(call("GET", "Apps", "").status()).isEqualTo(200);
  }

  @Test
  void newAppHasSecretAndGeneratedAttributes() throws IOException {
    var made = call("POST", "Apps", ORDERS);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("clientSecret").asText()).isNotBlank();
    assertThat(made.body().path("active").asBoolean()).isTrue();
    assertThat(made.body().at("/meta/version").asText()).isNotBlank();
    assertThat(made.body().path("ocid").asText()).startsWith("ocid1.");
  }

  @Test
  void newAppHasTagsOfOciBesideItsOwn() throws IOException {
    var urn = "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags";
    var tags = "{\"definedTags\": [{\"namespace\": \"n\", \"key\": \"k\", \"value\": \"v\"}]}";
    var tagged = ORDERS.strip().replaceFirst("^\\{", "{\"" + urn + "\": " + tags + ",");
    assertThat(call("POST", "Apps", tagged).status()).as("its schema is missing").isEqualTo(400);
    var schemas =
        "{\"schemas\": [\"%s\", \"urn:ietf:params:scim:schemas:oracle:idcs:App\"],".formatted(urn);
    var named = tagged.replaceFirst("^\\{", schemas);
    var made = call("POST", "Apps", named).body();
    var path = "Apps/" + made.path("id").asText();
    var read = call("GET", path + "?attributes=" + urn + ":definedTags", "").body();
    assertThat(read.path(urn).path("definedTags").findValuesAsText("key"))
        .containsExactlyInAnyOrder("k", "CreatedBy", "CreatedOn");
    assertThat(call("GET", path + "?attributes=" + urn + ":freeformTags", "").body().has(urn))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"displayName", "basedOnTemplate"})
  void missingRequiredAttributeIsRefused(String attribute) throws IOException {
    var body = JSON.readTree(ORDERS).<ObjectNode>deepCopy().without(attribute);
    var refused = call("POST", "Apps", body.toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("detail").asText()).contains(attribute);
    assertThat(refused.body().findValue("messageId").asText())
        .isEqualTo("error.common.validation.missingReqAttributes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "clientSecret", "basedOnTemplate", "grantedAppRoles"})
  void patchOfFixedAttributeIsRefused(String attribute) throws IOException {
    var id = make(ORDERS);
    assertThat(call("PATCH", "Apps/" + id, replace(attribute, "\"x\"")).status()).isEqualTo(400);
  }

  @Test
  void nameAndDisplayNameAreUnique() throws IOException {
    make(ORDERS);
    assertThat(call("POST", "Apps", ORDERS.replace("\"orders\"", "\"other\"")).status())
        .isEqualTo(409);
    assertThat(call("POST", "Apps", ORDERS.replace("\"Orders\"", "\"Other\"")).status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                 | true  | true  | false
          attributes=name                    | true  | false | false
          attributes=name,tags               | true  | false | true
          attributeSets=always               | false | false | false
          attributeSets=default,request      | true  | true  | true
          attributeSets=all                  | true  | true  | true
          """)
  void replyHasRequestedAttributes(String query, boolean name, boolean secret, boolean tags)
      throws IOException {
    var id = make(ORDERS);
    var app = call("GET", "Apps/" + id + "?" + query, "").body();
    assertThat(app.has("displayName")).isTrue();
    assertThat(app.has("name")).isEqualTo(name);
    assertThat(app.has("clientSecret")).isEqualTo(secret);
    assertThat(app.has("tags")).isEqualTo(tags);
  }

  @Test
  void pageHasAtMostThousandResources() throws IOException {
    IntStream.range(0, 1001).forEach(i -> domain.make("Apps", app(i)));
    var page = call("GET", "Apps?count=5000", "").body();
    assertThat(page.path("Resources")).hasSize(1000);
    assertThat(page.path("totalResults").asInt()).isGreaterThan(1000);
    assertThat(call("GET", "Apps", "").body().path("Resources")).hasSize(50);
    var roles = call("GET", "AppRoles?count=2&startIndex=3", "").body();
    assertThat(roles.path("Resources")).hasSize(2);
    assertThat(roles.path("startIndex").asInt()).isEqualTo(3);
    assertThat(call("GET", "AppRoles?count=0", "").body().path("totalResults").asInt())
        .isGreaterThan(10);
  }

  private static ObjectNode app(int number) {
    var app = JsonNodeFactory.instance.objectNode().put("name", "app" + number);
    app.put("displayName", "App " + number);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return app;
  }

  @Test
  void filtersFollowTheStandard() throws IOException {
    make(ORDERS);
    assertThat(found("name eq \"orders\" and active eq true")).isEqualTo(1);
    assertThat(found("tags[key eq \"owner\" and value eq \"me\"]")).isEqualTo(1);
    assertThat(found("name sw \"ord\" or name eq \"x\"")).isEqualTo(1);
    assertThat(found("not (name pr)")).isZero();
    assertThat(call("GET", "Apps?filter=name%20is%20x", "").status()).isEqualTo(400);
  }

  @Test
  void patchOfOldVersionIsRefused() throws IOException {
    var made = call("POST", "Apps", ORDERS).body();
    var path = "Apps/" + made.path("id").asText();
    var version = made.at("/meta/version").asText();
    assertThat(call("PATCH", path, replace("description", "\"a\""), "If-Match", version).status())
        .isEqualTo(200);
    assertThat(call("PATCH", path, replace("description", "\"b\""), "If-Match", version).status())
        .isEqualTo(412);
  }

  @Test
  void repeatedPostIsExecutedOnce() throws IOException {
    var first = call("POST", "Apps", ORDERS, "opc-retry-token", "t");
    var second = call("POST", "Apps", ORDERS, "opc-retry-token", "t");
    assertThat(second).isEqualTo(first);
    assertThat(found("name eq \"orders\"")).isEqualTo(1);
  }

  @Test
  void expiredAndUnknownTokensAreRefused() throws IOException {
    assertThat(call("GET", "Apps?count=0", "").status()).isEqualTo(200);
    clock.advance(Duration.ofHours(2));
    assertThat(call("GET", "Apps?count=0", "").status()).isEqualTo(401);
    token = "nonsense";
    assertThat(call("GET", "Apps?count=0", "").status()).isEqualTo(401);
  }

  @Test
  void rolesOfClientLimitItsCalls() throws IOException {
    var made = call("POST", "Apps", ORDERS).body();
    var role = domain.find("AppRoles", "displayName", "User Administrator").path("id").asText();
    var grant =
        """
        {"grantee": {"type": "App", "value": "%s"}, "app": {"value": "IDCSAppId"},
         "entitlement": {"attributeName": "appRoles", "attributeValue": "%s"},
         "grantMechanism": "ADMINISTRATOR_TO_APP"}
        """
            .formatted(made.path("id").asText(), role);
    assertThat(call("POST", "Users", "{}").status()).isEqualTo(403);
    assertThat(call("POST", "Grants", grant).status()).isEqualTo(201);
    assertThat(call("POST", "Grants", grant).status()).isEqualTo(409);
    token =
        token("orders", made.path("clientSecret").asText()).body().path("access_token").asText();
    assertThat(call("GET", "Users", "").status()).isEqualTo(200);
    assertThat(call("GET", "Apps", "").status()).isEqualTo(403);
  }

  @Test
  void deletionNeedsInactiveAppAndDeletesItsRoles() throws IOException {
    var id = make(ORDERS);
    var role = "{\"displayName\": \"reader\", \"app\": {\"value\": \"%s\"}}".formatted(id);
    assertThat(call("POST", "AppRoles", role).body().path("uniqueName").asText())
        .isEqualTo(id + "_reader");
    assertThat(call("DELETE", "Apps/" + id, "").status()).isEqualTo(400);
    assertThat(call("PUT", "AppStatusChanger/" + id, "{\"active\": false}").status())
        .isEqualTo(200);
    assertThat(call("DELETE", "Apps/" + id, "").status()).isEqualTo(204);
    assertThat(domain.find("AppRoles", "displayName", "reader").isMissingNode()).isTrue();
    assertThat(call("GET", "Apps/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void newSecretInvalidatesFormerSecret() throws IOException {
    var made = call("POST", "Apps", ORDERS).body();
    var old = made.path("clientSecret").asText();
    var body = "{\"appId\": \"%s\"}".formatted(made.path("id").asText());
    var fresh =
        call("POST", "AppClientSecretRegenerator", body).body().path("clientSecret").asText();
    assertThat(token("orders", old).status()).isEqualTo(401);
    assertThat(token("orders", old).body().path("error").asText()).isEqualTo("invalid_client");
    assertThat(token("orders", fresh).status()).isEqualTo(200);
  }

  @Test
  void undefinedScopeIsRefused() throws IOException {
    var client =
        ORDERS.replace("\"tags\"", "\"allowedScopes\": [{\"fqs\": \"https://a/read\"}], \"tags\"");
    assertThat(call("POST", "Apps", client).status()).isEqualTo(400);
    make(
        """
        {"name": "api", "displayName": "API", "isOAuthResource": true, "audience": "https://a/",
         "scopes": [{"value": "read"}], "basedOnTemplate": {"value": "CustomWebAppTemplateId"}, "active": true}
        """);
    assertThat(call("POST", "Apps", client).status()).isEqualTo(201);
  }

  @Test
  void rateLimitsHoldForSecondAndMinute() throws IOException {
    domain.close();
    start(DomainOptions.defaults().withLimits(DomainType.Free));
    var statuses = IntStream.range(0, 25).map(_ -> status("Apps?count=0")).boxed().toList();
    assertThat(statuses.subList(0, 20)).containsOnly(200);
    assertThat(statuses.subList(20, 25)).containsOnly(429);
    for (var second = 0; second < 7; second++) {
      clock.advance(Duration.ofSeconds(1).plusMillis(1));
      IntStream.range(0, 20).forEach(_ -> status("Apps?count=0"));
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(status("Apps?count=0")).isEqualTo(429);
    clock.advance(Duration.ofSeconds(61));
    assertThat(status("Apps?count=0")).isEqualTo(200);
  }

  @Test
  void bulkCallExecutesEachOperation() throws IOException {
    var made = call("POST", "Apps", ORDERS).body().path("id").asText();
    var reply =
        call(
            "POST",
            "Bulk",
            bulk(
                """
                {"method": "POST", "path": "/Apps", "bulkId": "a", "data": %s},
                {"method": "PUT", "path": "/AppStatusChanger/%2$s", "data": {"active": false}},
                {"method": "POST", "path": "/Apps", "bulkId": "b", "data": {}},
                {"method": "DELETE", "path": "/Apps/%2$s?forceDelete=true"}
                """
                    .formatted(ORDERS.replace("rders", "thers"), made)));
    assertThat(reply.status()).isEqualTo(201);
    var results = reply.body().path("Operations");
    assertThat(results.valueStream().map(result -> result.path("status").asText()))
        .containsExactly("201", "200", "400", "204");
    assertThat(results.path(0).path("location").asText())
        .endsWith("/Apps/" + domain.app("others").path("id").asText());
    assertThat(results.path(0).path("bulkId").asText()).isEqualTo("a");
    assertThat(results.path(2).path("response").path("detail").asText()).contains("displayName");
    assertThat(found("name eq \"orders\"")).isZero();
  }

  @Test
  void bulkCallHasAtMostFiftyOperations() throws IOException {
    var operation = "{\"method\": \"DELETE\", \"path\": \"/Apps/1\"}";
    assertThat(call("POST", "Bulk", bulk((operation + ",").repeat(49) + operation)).status())
        .isEqualTo(201);
    assertThat(call("POST", "Bulk", bulk((operation + ",").repeat(50) + operation)).status())
        .isEqualTo(413);
  }

  @Test
  void bulkCallsHaveLimitsOfTheirOwn() throws IOException {
    domain.close();
    start(DomainOptions.defaults().withLimits(DomainType.Premium));
    var statuses = new ArrayList<Integer>();
    for (var i = 0; i < 6; i++) {
      statuses.add(call("POST", "Bulk", bulk("")).status());
    }
    assertThat(statuses).containsExactly(201, 201, 201, 201, 201, 429);
  }

  @Test
  void searchReadsItsFilterFromTheBody() throws IOException {
    call("POST", "Apps", ORDERS);
    var body = "{\"filter\": \"name eq \\\"orders\\\"\", \"attributes\": [\"name\"], \"count\": 5}";
    var page = call("POST", "Apps/.search", body).body();
    assertThat(page.path("totalResults").asInt()).isEqualTo(1);
    assertThat(page.path("Resources").path(0).has("clientSecret")).isFalse();
  }

  private static String bulk(String operations) {
    return "{\"failOnErrors\": 100, \"Operations\": [" + operations + "]}";
  }

  @Test
  void faultsHitMatchingCallsOnly() throws IOException {
    domain.faults().arm("POST /admin/v1/Apps", new Fault.Status(503), 1);
    assertThat(call("POST", "Apps", ORDERS).status()).isEqualTo(503);
    assertThat(found("name eq \"orders\"")).isZero();
    domain.faults().arm("POST /admin/v1/Apps", new Fault.DropReply(), 1);
    assertThatThrownBy(() -> call("POST", "Apps", ORDERS)).isInstanceOf(IOException.class);
    assertThat(found("name eq \"orders\"")).isEqualTo(1);
  }

  private int status(String path) {
    try {
      return call("GET", path, "").status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int found(String filter) throws IOException {
    var url =
        HttpUrl.get(domain.url().toString())
            .newBuilder()
            .addQueryParameter("filter", filter)
            .build();
    return call("GET", "Apps?" + url.encodedQuery(), "").body().path("totalResults").asInt();
  }

  private String make(String app) throws IOException {
    var made = call("POST", "Apps", app);
    assertThat(made.status()).isEqualTo(201);
    return made.body().path("id").asText();
  }

  private static String replace(String path, String value) {
    return """
    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
     "Operations": [{"op": "replace", "path": "%s", "value": %s}]}
    """
        .formatted(path, value);
  }

  private Reply token(String clientId, String secret) throws IOException {
    var form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("scope", "urn:opc:idm:__myscopes__")
            .build();
    return send(
        new Request.Builder()
            .url(domain.url() + "/oauth2/v1/token")
            .header("Authorization", Credentials.basic(clientId, secret))
            .post(form)
            .build());
  }

  private Reply call(String method, String path, String body, String... header) throws IOException {
    var content =
        List.of("GET", "DELETE").contains(method)
            ? null
            : RequestBody.create(withSchemas(path, body), MediaType.get("application/scim+json"));
    var request =
        new Request.Builder()
            .url(domain.url() + "/admin/v1/" + path)
            .header("Authorization", "Bearer " + token)
            .method(method, content);
    if (header.length > 0) {
      request.header(header[0], header[1]);
    }
    return send(request.build());
  }

  /** The body with the URN of its message or resource, which the tests' texts leave out. */
  private static String withSchemas(String path, String body) throws IOException {
    if (!(JSON.readTree(body) instanceof ObjectNode json) || json.has("schemas")) {
      return body;
    }
    for (var operation : json.path("Operations")) {
      if (operation.path("data") instanceof ObjectNode data) {
        addSchema(operation.path("path").asText().substring(1), data);
      }
    }
    addSchema(path, json);
    return json.toString();
  }

  private static void addSchema(String path, ObjectNode json) {
    var message = "urn:ietf:params:scim:api:messages:2.0:";
    var type = path.split("[/?]", -1)[0];
    var urn =
        json.has("Operations")
            ? message + (type.equals("Bulk") ? "BulkRequest" : "PatchOp")
            : path.endsWith(".search")
                ? message + "SearchRequest"
                : "urn:ietf:params:scim:schemas:oracle:idcs:" + type.replaceAll("s$", "");
    json.putArray("schemas").add(urn);
  }

  private Reply send(Request request) throws IOException {
    try (var reply =
        http.newBuilder().retryOnConnectionFailure(false).build().newCall(request).execute()) {
      return new Reply(reply.code(), JSON.readTree(reply.body().string()));
    }
  }
}
