package dev.identitydomains.operator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.TestClock;
import dev.identitydomains.UnlimitedCalls;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Sensitive;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServiceTest {

  private static final ClientAuthentication BASIC =
      new ClientAuthentication.ClientSecret("client", new Sensitive("s&cret:ä"));

  @AutoClose private final MockWebServer server = new MockWebServer();
  private final TestClock clock = new TestClock();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  /** S32: id and secret are form-encoded (RFC 6749 section 2.3.1). */
  @Test
  void authenticatesWithBasicAndAsksForTheScopes() throws InterruptedException {
    server.enqueue(granted("t1", 3600));
    assertThat(service(BASIC).current()).isEqualTo(new Sensitive("t1"));
    var request = server.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/oauth2/v1/token");
    assertThat(request.getHeaders().get("Authorization"))
        .isEqualTo(Credentials.basic("client", "s%26cret%3A%C3%A4"));
    assertThat(body(request)).contains("grant_type=client_credentials", "scope=a b");
  }

  /** O27: a minute before the end another token is asked for, and this one used meanwhile. */
  @Test
  void renewsBesideUse() throws InterruptedException {
    var answer = new CountDownLatch(1);
    server.enqueue(granted("t1", 3600));
    var service = service(BASIC);
    service.current();
    clock.advance(Duration.ofSeconds(3539));
    assertThat(service.current().value()).isEqualTo("t1");
    assertThat(server.getRequestCount()).isEqualTo(1);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            answer.await();
            return granted("t2", 3600);
          }
        });
    clock.advance(Duration.ofSeconds(2));
    for (var i = 0; i < 100; i++) {
      assertThat(service.current().value()).isEqualTo("t1");
    }
    answer.countDown();
    await().until(() -> service.current().value().equals("t2"));
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  /** O27: whatever a renewal gets, a token is used until its end. */
  @ParameterizedTest
  @ValueSource(ints = {401, 429, 503})
  void failedRenewalKeepsValidToken(int status) {
    server.enqueue(granted("t1", 3600));
    server.enqueue(new MockResponse.Builder().code(status).build());
    server.enqueue(granted("t2", 3600));
    var service = service(BASIC);
    service.current();
    clock.advance(Duration.ofSeconds(3545));
    assertThat(service.current().value()).isEqualTo("t1");
    await().until(() -> server.getRequestCount() == 2);
    clock.advance(Duration.ofSeconds(54));
    assertThat(service.current().value()).isEqualTo("t1");
    clock.advance(Duration.ofMinutes(2));
    assertThat(service.current().value()).isEqualTo("t2");
  }

  /** O31: a corrected clock neither ends a token nor lengthens a refusal. */
  @Test
  void correctedClockChangesNoWait() {
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(granted("t1", 3600));
    var service = service(BASIC);
    assertThatThrownBy(service::current).isInstanceOf(TokenFailure.class);
    clock.correct(Duration.ofHours(-1));
    clock.advance(TokenService.REFUSAL_STANDS.plusSeconds(1));
    assertThat(service.current().value()).isEqualTo("t1");
    clock.correct(Duration.ofHours(3));
    assertThat(service.current().value()).isEqualTo("t1");
  }

  /** O30: delays grow to a minute. */
  @Test
  void outagesAreAskedLessAndLess() {
    for (var i = 0; i < 12; i++) {
      server.enqueue(new MockResponse.Builder().code(503).build());
    }
    var service = service(BASIC);
    for (var second = 0; second < 300; second++) {
      assertThatThrownBy(service::current).hasMessageContaining("503");
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(server.getRequestCount()).isBetween(8, 11);
  }

  /** O23, O24: nobody waits in a queue, and nobody asks, while the endpoint wants a pause. */
  @ParameterizedTest
  @ValueSource(ints = {403, 429, 503})
  void retryAfterOfAnyStatusStands(int status) {
    server.enqueue(new MockResponse.Builder().code(status).addHeader("Retry-After", "600").build());
    server.enqueue(granted("t1", 3600));
    var service = service(BASIC);
    for (var i = 0; i < 100; i++) {
      assertThatThrownBy(service::current).hasMessageContaining(String.valueOf(status));
      clock.advance(Duration.ofSeconds(5));
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(101));
    assertThat(service.current().value()).isEqualTo("t1");
  }

  /** Or a resource would be taken for gone, because discovery is. */
  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 501})
  void answerOfDiscoveryIsNoneToTheCall(int status) {
    var answer = new CallFailure.Answered("GET /.well-known/x", status, null, null, null, null);
    var service =
        new TokenService(
            new TokenRequest(BASIC, List.of()),
            () -> {
              throw new CallException(answer, null);
            },
            new HttpTransport(new OkHttpClient()),
            new UnlimitedCalls(),
            clock,
            clock::nanoTime);
    assertThatThrownBy(service::current)
        .isInstanceOfSatisfying(
            CallException.class,
            e -> {
              assertThat(e.answered(status)).isFalse();
              assertThat(e).hasMessageContaining(String.valueOf(status));
            });
  }

  /** A pause of no length makes no storm. */
  @Test
  void retryAfterZeroDelaysAsWithoutIt() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build();
          }
        });
    var service = service(BASIC);
    for (var i = 0; i < 100; i++) {
      assertThatThrownBy(service::current).hasMessageContaining("503");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** O29: the request is nobody's own. */
  @Test
  void interruptedThreadSpoilsNoRequest() throws Exception {
    var arrived = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    answerWhenTold(arrived, answer);
    var service = service(BASIC);
    var first = Thread.ofVirtual().start(service::current);
    arrived.await();
    first.interrupt();
    answer.countDown();
    assertThat(service.current().value()).isEqualTo("t1");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** O18: a token lives from when it was asked for. */
  @Test
  void lifeBeginsWithTheRequest() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            clock.advance(Duration.ofSeconds(30));
            return granted("t" + server.getRequestCount(), 60);
          }
        });
    var service = service(BASIC);
    assertThat(service.current().value()).isEqualTo("t1");
    clock.advance(Duration.ofSeconds(31));
    assertThat(service.current().value()).isEqualTo("t2");
  }

  /** O3: a connection that dies after the request makes no second one with the same assertion. */
  @Test
  void assertionIsSentOnce() throws Exception {
    var keys = new HeldCertificate.Builder().ecdsa256().build().keyPair();
    var jwt = new ClientAuthentication.PrivateKeyJwt("client", "k", keys.getPrivate(), null);
    server.enqueue(granted("t1", 3600));
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(granted("t2", 3600));
    var service = service(jwt);
    service.drop(service.current());
    assertThatThrownBy(service::current).hasMessageContaining("cannot be reached");
    clock.advance(Duration.ofSeconds(3));
    assertThat(service.current().value()).isEqualTo("t2");
    assertThat(server.getRequestCount()).isEqualTo(3);
    var ids = new TreeSet<String>();
    for (var i = 0; i < 3; i++) {
      ids.add(assertion(server.takeRequest()).getJWTClaimsSet().getJWTID());
    }
    assertThat(ids).hasSize(3);
  }

  /** O2, O4, O7: what an assertion says. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void assertionIsForTheServiceTheDomainAndItsIssuer(boolean elliptic) throws Exception {
    var held = new HeldCertificate.Builder();
    var keys = (elliptic ? held.ecdsa256() : held.rsa2048()).build().keyPair();
    var jwt = new ClientAuthentication.PrivateKeyJwt("client", "k", keys.getPrivate(), null);
    var domain = HttpUrl.get("https://d.identity.oraclecloud.com");
    var endpoint = TokenEndpoint.of(domain).withAudience("https://issuer.example.com");
    var signed = assertion(new TokenRequest(jwt, List.of()).prepare(endpoint, clock).request());
    assertThat(signed.getHeader().toJSONObject())
        .containsEntry("typ", "JWT")
        .containsEntry("kid", "k")
        .containsEntry("alg", elliptic ? "ES256" : "RS256");
    var claims = signed.getJWTClaimsSet();
    assertThat(claims.getAudience())
        .containsExactly(
            "https://identity.oraclecloud.com/",
            "https://d.identity.oraclecloud.com/",
            "https://issuer.example.com");
    assertThat(claims.getIssueTime()).isEqualTo(clock.instant().minusSeconds(60));
    assertThat(claims.getExpirationTime()).isEqualTo(clock.instant().plusSeconds(300));
    assertThat(claims.getSubject()).isEqualTo("client").isEqualTo(claims.getIssuer());
  }

  @Test
  void audienceOfTheSpecIsTheOnlyOne() throws Exception {
    var keys = new HeldCertificate.Builder().ecdsa256().build().keyPair();
    var jwt =
        new ClientAuthentication.PrivateKeyJwt("client", "k", keys.getPrivate(), "https://a/b");
    var endpoint = TokenEndpoint.of(server.url("/"));
    var signed = assertion(new TokenRequest(jwt, List.of()).prepare(endpoint, clock).request());
    assertThat(signed.getJWTClaimsSet().toJSONObject()).containsEntry("aud", "https://a/b");
  }

  /** O8: what cannot sign is said without the cause, which has words of the library. */
  @Test
  void keyThatCannotSignIsRefused() {
    var small = new ClientAuthentication.PrivateKeyJwt("client", "k", smallKey(), null);
    assertThatThrownBy(service(small)::current)
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("cannot sign: use an RSA key of 2048 to 4096 bits");
    assertThat(server.getRequestCount()).isZero();
  }

  private static PrivateKey smallKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SignedJWT assertion(RecordedRequest request) throws ParseException {
    return assertion(request.getBody().utf8());
  }

  private static SignedJWT assertion(Request request) throws IOException, ParseException {
    var buffer = new Buffer();
    request.body().writeTo(buffer);
    return assertion(buffer.readUtf8());
  }

  private static SignedJWT assertion(String form) throws ParseException {
    var name = "client_assertion=";
    return SignedJWT.parse(
        Stream.of(form.split("&", -1))
            .filter(pair -> pair.startsWith(name))
            .map(pair -> pair.substring(name.length()))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void manyThreadsShareOneRequest() throws Exception {
    var arrived = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    answerWhenTold(arrived, answer);
    var service = service(BASIC);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tokens = IntStream.range(0, 200).mapToObj(_ -> threads.submit(service::current)).toList();
      arrived.await();
      answer.countDown();
      for (Future<Sensitive> token : tokens) {
        assertThat(token.get().value()).isEqualTo("t1");
      }
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** Grants a token after the second latch; the first tells that the request is there. */
  private void answerWhenTold(CountDownLatch arrived, CountDownLatch answer) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            arrived.countDown();
            answer.await();
            return granted("t1", 3600);
          }
        });
  }

  /** S18: the text of a refusal is short and one line. */
  @Test
  void refusalIsOneShortLine() {
    server.enqueue(refused("\\n\\u001b[31m" + "x".repeat(50_000)));
    server.enqueue(refused("x".repeat(12_000_000)));
    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(service(BASIC)::current)
          .isInstanceOf(TokenFailure.class)
          .hasMessageContaining("401")
          .hasMessageNotContainingAny("\n", "\u001b")
          .extracting(failure -> String.valueOf(failure.getMessage()).length())
          .satisfies(length -> assertThat((int) length).isLessThan(1200));
    }
  }

  private static MockResponse refused(String description) {
    return new MockResponse.Builder()
        .code(401)
        .body("{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(description, description))
        .build();
  }

  /** S23: no life of a token overflows, and none is so short that each call asks for one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "0", "9223372036854775807", "-9223372036854775808", "1e300", "\"soon\""})
  void tokenOfAnyLifeIsUsed(String life) {
    server.enqueue(
        new MockResponse.Builder()
            .body("{\"access_token\":\"t\",\"expires_in\":%s}".formatted(life))
            .build());
    var service = service(BASIC);
    assertThat(service.current().value()).isEqualTo("t");
    assertThat(service.current().value()).isEqualTo("t");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** It would be an exception of the HTTP client, with the token in its message. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a\\nX-Evil: 1", "ä", "a b"})
  void tokenThatFitsNoHeaderIsMalformed(String token) {
    server.enqueue(granted(token, 3600));
    assertThatThrownBy(service(BASIC)::current)
        .isInstanceOf(CallException.class)
        .hasMessageContaining("no access_token");
  }

  @Test
  void neverReturnsDroppedToken() {
    server.enqueue(granted("t1", 3600));
    server.enqueue(granted("t2", 3600));
    var service = service(BASIC);
    var first = service.current();
    service.drop(first);
    assertThat(service.current().value()).isEqualTo("t2");
    service.drop(first);
    assertThat(service.current().value()).isEqualTo("t2");
  }

  @Test
  void cachesRefusalForLimitedTime() {
    var refusal =
        new MockResponse.Builder()
            .code(401)
            .body("{\"error\":\"invalid_client\",\"error_description\":\"No.\"}")
            .build();
    server.enqueue(refusal);
    server.enqueue(granted("t1", 3600));
    var service = service(BASIC);
    for (var i = 0; i < 100; i++) {
      assertThatThrownBy(service::current)
          .isInstanceOf(TokenFailure.class)
          .hasMessageContainingAll("client", "invalid_client", "No.")
          .hasMessageNotContaining("cret");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
    clock.advance(TokenService.REFUSAL_STANDS.plusSeconds(1));
    assertThat(service.current().value()).isEqualTo("t1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "{}", "{\"access_token\":\"\"}", ""})
  void throwsCallExceptionAfterMalformedReply(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
    assertThatThrownBy(service(BASIC)::current)
        .isInstanceOf(CallException.class)
        .hasMessageContaining("access_token");
  }

  @Test
  void retriesSoonAfterOutage() {
    server.enqueue(new MockResponse.Builder().code(503).build());
    server.enqueue(granted("t1", 3600));
    var service = service(BASIC);
    assertThatThrownBy(service::current).hasMessageContaining("503");
    clock.advance(Duration.ofSeconds(3));
    assertThat(service.current().value()).isEqualTo("t1");
  }

  @Test
  void authenticatesWithClientCertificate() throws Exception {
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var held = new HeldCertificate.Builder().signedBy(authority).commonName("client").build();
    var own =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName(server.getHostName())
            .build();
    var serverSide =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(authority.certificate())
            .heldCertificate(own)
            .build();
    var clientSide =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(authority.certificate())
            .heldCertificate(held)
            .build();
    server.useHttps(serverSide.sslSocketFactory());
    server.requestClientAuth();
    server.enqueue(granted("t1", 3600));
    var http =
        new OkHttpClient.Builder()
            .sslSocketFactory(clientSide.sslSocketFactory(), clientSide.trustManager())
            .build();
    var authentication = new ClientAuthentication.TlsClientAuth("client", held, List.of());
    assertThat(service(authentication, http).current().value()).isEqualTo("t1");
    var request = server.takeRequest();
    assertThat(body(request)).contains("grant_type=tls_client_auth", "client_id=client");
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThat(request.getHandshake().peerCertificates()).contains(held.certificate());
  }

  @Test
  void textFormsHideSecrets() {
    var key = new HeldCertificate.Builder().rsa2048().build();
    var jwt =
        new ClientAuthentication.PrivateKeyJwt("client", "kid", key.keyPair().getPrivate(), null);
    var texts =
        List.of(
            BASIC.toString(),
            jwt.toString(),
            new ClientAuthentication.TlsClientAuth("client", key, List.of()).toString(),
            new TokenRequest(BASIC, List.of("client"))
                .prepare(TokenEndpoint.of(server.url("/client")), clock)
                .toString(),
            new TokenRequest(BASIC, List.of("a")).toString());
    assertThat(texts).allSatisfy(text -> assertThat(text).contains("client"));
    assertThat(texts).noneMatch(text -> text.contains("s&cret") || text.contains("modulus"));
  }

  private TokenService service(ClientAuthentication authentication) {
    return service(authentication, new OkHttpClient());
  }

  private TokenService service(ClientAuthentication authentication, OkHttpClient http) {
    return new TokenService(
        new TokenRequest(authentication, List.of("a", "b")),
        () -> TokenEndpoint.of(server.url("/")),
        new HttpTransport(http),
        new UnlimitedCalls(),
        clock,
        clock::nanoTime);
  }

  private static MockResponse granted(String token, int seconds) {
    return new MockResponse.Builder()
        .body(
            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                .formatted(token, seconds))
        .build();
  }

  private static List<String> body(RecordedRequest request) {
    var form = request.getBody() == null ? "" : request.getBody().utf8();
    return List.of(URLDecoder.decode(form, StandardCharsets.UTF_8).split("&", -1));
  }
}
