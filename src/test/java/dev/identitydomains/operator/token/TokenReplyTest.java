package dev.identitydomains.operator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.identitydomains.TestClock;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.Sensitive;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.tls.HeldCertificate;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What replies of the token endpoint mean: a token, a refusal that stands, or an outage. */
class TokenReplyTest {

  private static final String LONG = "x".repeat(16_384);
  private static final TokenRequest REQUEST =
      new TokenRequest(
          new ClientAuthentication.ClientSecret("robot", new Sensitive("s3cr+t ä")),
          List.of("read", "write"));

  private final TestClock clock = new TestClock();

  /** O18: seconds. */
  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "60, 60",
    "10, 10",
    "9, 10",
    "1, 10",
    "0, 10",
    "-1, 10",
    "-9223372036854775808, 10",
    "3600.7, 3600",
    "'\"3600\"', 3600",
    "'\" 3600 \"', 3600",
    "'\"soon\"', 3600",
    "'\"\"', 3600",
    "'\"NaN\"', 10",
    "null, 3600",
    "true, 10",
    "{}, 3600",
    "[], 3600",
    "86400, 86400",
    "86401, 86400",
    "9223372036854775807, 86400",
    "31556889864403199, 86400",
    "123456789012345678901234567890, 86400",
    "1e30, 86400",
    "1e400, 86400",
  })
  void lifeIsTenSecondsToOneDay(String expiresIn, long seconds) {
    var body =
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + "}";
    assertThat(reply(200, body).read(clock).life()).hasSeconds(seconds);
  }

  /** O16, O17: what is used as a bearer token. */
  static Stream<String> usable() {
    return Stream.of(
        "{\"access_token\":\"t\"}",
        "{\"access_token\":\"t\",\"token_type\":\"bearer\"}",
        "{\"access_token\":\"t\",\"token_type\":\"BEARER\"}",
        "{\"access_token\":\"a.b-c_d~e+f/g==\",\"token_type\":\"Bearer\",\"ecid\":\"x\"}",
        "{\"access_token\":\"%s\"}".formatted(LONG),
        "{\"access_token\":\"t\",\"error\":null}",
        "{\"access_token\":\"t\",\"scope\":5}");
  }

  @ParameterizedTest
  @MethodSource("usable")
  void tokenIsUsed(String body) {
    assertThat(reply(200, body).read(clock).token().value()).isNotEmpty();
    assertThat(reply(201, body).read(clock).missing()).isEmpty();
  }

  static Stream<String> unusable() {
    return Stream.of(
        "",
        "null",
        "[]",
        "{}",
        "\"t\"",
        "<html>login</html>",
        "access_token=t&token_type=bearer",
        "{\"access_token\":null}",
        "{\"access_token\":123}",
        "{\"access_token\":true}",
        "{\"access_token\":{}}",
        "{\"access_token\":[\"t\"]}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":\" \"}",
        "{\"access_token\":\"a b\"}",
        "{\"access_token\":\"a\\nb\"}",
        "{\"access_token\":\"a\\r\\nX-Evil: 1\"}",
        "{\"access_token\":\"a\\u0000\"}",
        "{\"access_token\":\"é\"}",
        "{\"access_token\":\"☕\"}",
        "{\"access_token\":\"%sx\"}".formatted(LONG),
        "{\"access_token\":\"t\",\"token_type\":\"mac\"}",
        "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
        "{\"access_token\":\"t\",\"token_type\":\"N_A\"}",
        "{\"access_token\":\"t\",\"token_type\":5}",
        "{\"access_token\":\"t\",\"token_type\":null}",
        "{\"access_token\":\"t\"");
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void replyWithoutBearerTokenIsMalformed(String body) {
    assertThat(catchThrowable(() -> reply(200, body).read(clock)))
        .isInstanceOfSatisfying(
            CallException.class,
            e -> assertThat(e.failure()).isInstanceOf(CallFailure.Malformed.class));
  }

  /** O19, O20, O21, O22: status, body, what to correct; none for what ends by itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {'error':'invalid_client'}         | CREDENTIALS",
        "401 | {'error':'invalid_client'}         | CREDENTIALS",
        "401 | {'error':'invalid_grant'}          | CREDENTIALS",
        "400 | {'error':'invalid_request'}        | CREDENTIALS",
        "403 | {'error':'unauthorized_client'}    | GRANT_TYPE",
        "400 | {'error':'unauthorized_client'}    | GRANT_TYPE",
        "400 | {'error':'unsupported_grant_type'} | GRANT_TYPE",
        "400 | {'error':'invalid_scope'}          | SCOPES",
        "200 | {'error':'invalid_client'}         | CREDENTIALS",
        "401 | {}                                 | CREDENTIALS",
        "401 | ''                                 | CREDENTIALS",
        "401 | <html>proxy</html>                 |",
        "400 | {'error':'temporarily_unavailable'}|",
        "400 | {'error':'server_error'}           |",
        "400 | {'error':5}                        |",
        "400 | {}                                 |",
        "400 | <html>                             |",
        "403 | {}                                 |",
        "403 | <html>                             |",
        "404 | {}                                 |",
        "404 | {'error':'x'}                      |",
        "405 | ''                                 |",
        "409 | {}                                 |",
        "413 | {}                                 |",
        "418 | {}                                 |",
        "429 | {'error':'invalid_client'}         |",
        "301 | ''                                 |",
        "302 | ''                                 |",
        "307 | ''                                 |",
        "308 | ''                                 |",
        "500 | {'error':'invalid_client'}         |",
        "502 | <html>                             |",
        "503 | {}                                 |",
        "504 | ''                                 |",
      })
  void refusalStandsWhereSomebodyHasToCorrect(
      int status, String body, TokenFailure.Cause correction) {
    var thrown = catchThrowable(() -> reply(status, body.replace('\'', '"')).read(clock));
    if (correction == null) {
      assertThat(thrown)
          .hasMessageContaining(String.valueOf(status))
          .isInstanceOfSatisfying(
              CallException.class,
              e -> assertThat(e.failure()).isInstanceOf(CallFailure.NoToken.class));
    } else {
      assertThat(thrown)
          .hasMessageContaining("refused client robot with " + status)
          .isInstanceOfSatisfying(
              TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(correction));
    }
  }

  /** O22: what the server says reaches the user for every status. */
  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "429", "500", "503"})
  void errorAndDescriptionAreShown(int status) {
    var body = "{\"error\":\"odd_error\",\"error_description\":\"It is Sunday.\",\"ecid\":\"e-1\"}";
    assertThat(catchThrowable(() -> reply(status, body).read(clock)))
        .hasMessageContainingAll("odd_error: It is Sunday.", "(opc-request-id e-1)");
  }

  /** O21: in whichever form the server repeats it. */
  @ParameterizedTest
  @CsvSource({"s3cr+t ä", "s3cr%2Bt+%C3%A4", "cm9ib3Q6czNjciUyQnQrJUMzJUE0"})
  void sentCredentialIsHidden(String echo) {
    var prepared = REQUEST.prepare(TokenEndpoint.of(HttpUrl.get("https://d.example.com/")), clock);
    assertThat(prepared.request().header("Authorization"))
        .isEqualTo("Basic cm9ib3Q6czNjciUyQnQrJUMzJUE0");
    var body = "{\"error\":\"bad %1$s\",\"error_description\":\"wrong %1$s!\"}".formatted(echo);
    for (var status : List.of(400, 401, 503)) {
      var reply = new TokenReply(REQUEST, http(status, body), prepared.credentials());
      assertThat(catchThrowable(() -> reply.read(clock)))
          .hasMessageContaining("wrong (hidden)!")
          .hasMessageNotContainingAny(echo, "s3cr");
    }
  }

  /** O20: where a proxy wants the caller to go, without the path, which may hold a session. */
  @Test
  void redirectNamesHost() {
    var headers = Headers.of("Location", "https://login.example.com/in?session=1");
    var reply = new TokenReply(REQUEST, new HttpReply(302, headers, ByteString.EMPTY), List.of());
    assertThat(catchThrowable(() -> reply.read(clock)))
        .hasMessageContaining("login.example.com")
        .hasMessageNotContaining("session");
  }

  /** O5: a server that refuses an assertion for its times does not say so. */
  @Test
  void differenceOfClocksIsNamed() {
    var key = new HeldCertificate.Builder().ecdsa256().build().keyPair().getPrivate();
    var request =
        new TokenRequest(
            new ClientAuthentication.PrivateKeyJwt("robot", "k", key, null), List.of());
    var headers = Headers.of("Date", "Wed, 31 Dec 2025 23:53:20 GMT");
    var reply = new TokenReply(request, new HttpReply(401, headers, ByteString.EMPTY), List.of());
    assertThat(catchThrowable(() -> reply.read(clock)))
        .hasMessageContaining("clock and the server's differ by 400 s");
  }

  /** O14: a server may grant less without a word. */
  @ParameterizedTest
  @CsvSource({"read write, ''", "write read more, ''", "read, write", "'', 'read write'"})
  void narrowedScopeIsTold(String granted, String missing) {
    var body = "{\"access_token\":\"t\",\"scope\":\"%s\"}".formatted(granted);
    assertThat(String.join(" ", reply(200, body).read(clock).missing())).isEqualTo(missing);
  }

  private static TokenReply reply(int status, String body) {
    return new TokenReply(REQUEST, http(status, body), List.of());
  }

  private static HttpReply http(int status, String body) {
    return new HttpReply(status, Headers.of(), ByteString.encodeUtf8(body));
  }
}
