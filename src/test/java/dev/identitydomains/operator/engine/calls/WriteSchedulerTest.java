package dev.identitydomains.operator.engine.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.scim.WriteResult;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenEndpoint;
import dev.identitydomains.operator.token.TokenRequest;
import dev.identitydomains.operator.token.TokenService;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an emulated Free domain, which holds its limits. */
class WriteSchedulerTest {

  private final AtomicInteger doubts = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();
  @AutoClose private IdentityDomainEmulator domain;

  @BeforeEach
  void start() throws IOException {
    domain = IdentityDomainEmulator.start(DomainOptions.defaults().withRates(DomainType.Free));
  }

  @Test
  void sendsManyWritesInBulkCalls() {
    var results = submit(writes(true), 0, 60, "");
    assertThat(results.stream().map(CompletableFuture::join).map(WriteResult::id))
        .doesNotHaveDuplicates();
    assertThat(calls("POST /admin/v1/Bulk")).isBetween(2L, 4L);
    assertThat(calls("POST /admin/v1/Apps")).isLessThan(5);
    assertThat(domain.calls()).extracting(Call::status).doesNotContain(429);
  }

  @Test
  void sendsSingleWriteWithoutBulk() {
    var writes = writes(true);
    var written =
        new Requester("shop", Priority.INTERACTIVE).call(() -> writes.send(create("one", "")));
    assertThat(written.resource()).isNotNull();
    assertThat(calls("POST /admin/v1/Bulk")).isZero();
  }

  /** Item 4: an Error in a write fails it, and the later ones go on. */
  @Test
  void writeThatEndsWithAnErrorFailsAlone() {
    var failing =
        new OkHttpClient.Builder()
            .addInterceptor(chain -> {
              if (chain.request().url().encodedPath().endsWith("/Apps")
                  && !failed.getAndSet(true)) {
                throw new StackOverflowError("test");
              }
              return chain.proceed(chain.request());
            })
            .build();
    var writes = writes(false, DomainRateLimits.of("Free"), failing);
    assertThat(writes.submit(create("one", "")))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StackOverflowError.class);
    assertThat(writes.submit(create("two", ""))).succeedsWithin(Duration.ofSeconds(10));
  }

  /** The emulator refuses more than a megabyte. */
  @Test
  void keepsBulkCallWithinSizeLimit() {
    var results = submit(writes(true), 0, 12, "x".repeat(400_000));
    assertThat(results).allSatisfy(result -> assertThat(result.join().id()).isNotEmpty());
    assertThat(domain.calls()).extracting(Call::status).doesNotContain(413);
  }

  @Test
  void sendsWritesOfTooLargeBulkCallIndividually() {
    domain.faults().arm("POST /admin/v1/Bulk", new Fault.Status(413), 1);
    var writes = writes(true);
    submit(writes, 0, 20, "").forEach(CompletableFuture::join);
    var calls = calls("POST /admin/v1/Bulk");
    submit(writes, 20, 40, "").forEach(CompletableFuture::join);
    assertThat(domain.faults().hits()).isEqualTo(1);
    assertThat(calls("POST /admin/v1/Bulk")).isGreaterThan(calls);
  }

  @Test
  void sendsWritesIndividuallyWithoutBulk() {
    submit(writes(false), 0, 8, "").forEach(CompletableFuture::join);
    assertThat(calls("POST /admin/v1/Apps")).isEqualTo(8);
  }

  /** Item 12: the domain answers 429 to a Bulk call during another one. */
  @Test
  void connectionsToOneDomainTakeTurnsWithBulkCalls() {
    var limits = DomainRateLimits.of("Free");
    domain.faults().arm("POST /admin/v1/Bulk", new Fault.Delay(Duration.ofMillis(1)), 1000);
    var first = writes(true, limits);
    var second = writes(true, limits);
    var results =
        IntStream.range(0, 200)
            .mapToObj(i -> (i % 2 == 0 ? first : second).submit(create("a" + i, "")))
            .toList();
    assertThat(results.stream().map(CompletableFuture::join).map(WriteResult::id))
        .doesNotHaveDuplicates();
    assertThat(domain.calls())
        .filteredOn(call -> call.line().equals("POST /admin/v1/Bulk"))
        .extracting(Call::status)
        .hasSizeGreaterThan(1)
        .containsOnly(201);
  }

  /** Item 14: a Bulk call that is answered 429 had no effect. */
  @Test
  void writesOfBulkCallThatIsOneTooManyAreSentAgain() {
    domain.faults().arm("POST /admin/v1/Bulk", new Fault.TooManyRequests(Duration.ofSeconds(1)), 2);
    var results = submit(writes(true), 0, 30, "");
    assertThat(results.stream().map(CompletableFuture::join).map(WriteResult::id))
        .doesNotHaveDuplicates();
    assertThat(domain.faults().hits()).isEqualTo(2);
    assertThat(doubts).hasValue(0);
  }

  /** Item 14: a domain that permits no Bulk call at all is reported. */
  @Test
  void writesOfBulkCallsThatAreTooManyFail() {
    domain
        .faults()
        .arm("POST /admin/v1/Bulk", new Fault.TooManyRequests(Duration.ofSeconds(1)), 1000);
    var results = submit(writes(true), 0, 30, "");
    assertThatThrownBy(() -> results.forEach(Waiting.WITHOUT_PERMIT::join))
        .isInstanceOfSatisfying(
            CallException.class, failure -> assertThat(failure.answered(429)).isTrue());
    assertThat(domain.faults().hits()).isEqualTo(4);
  }

  @Test
  void reportsUnconfirmedWritesAfterLostReply() {
    domain.faults().arm("POST /admin/v1/Bulk", new Fault.DropReply(), 10);
    var results = submit(writes(true), 0, 20, "");
    assertThatThrownBy(() -> results.forEach(Waiting.WITHOUT_PERMIT::join))
        .isInstanceOf(CallException.class);
    assertThat(doubts).hasPositiveValue();
  }

  private List<CompletableFuture<WriteResult>> submit(
      WriteScheduler writes, int from, int to, String description) {
    return IntStream.range(from, to)
        .mapToObj(i -> writes.submit(create("app_" + i, description)))
        .toList();
  }

  private static Operation create(String name, String description) {
    var app = JsonNodeFactory.instance.objectNode().put("name", name).put("displayName", name);
    var texts = app.putArray("delegatedServiceNames"); // a reply has no longer text
    for (var from = 0; from < description.length(); from += 40_000) {
      texts.add(description.substring(from, Math.min(description.length(), from + 40_000)));
    }
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return Operation.create(ScimType.APP, app);
  }

  private WriteScheduler writes(boolean bulk) {
    return writes(bulk, DomainRateLimits.of("Free"));
  }

  private WriteScheduler writes(boolean bulk, DomainRateLimits limits) {
    return writes(bulk, limits, new OkHttpClient());
  }

  private WriteScheduler writes(boolean bulk, DomainRateLimits limits, OkHttpClient pool) {
    var url = HttpUrl.get(domain.url());
    var clock = Clock.systemUTC();
    var http = new HttpTransport(HttpTransport.bounded(pool.newBuilder()).build());
    var client =
        new ClientAuthentication.ClientSecret(
            IdentityDomainEmulator.ADMIN_CLIENT_ID, new Sensitive(domain.adminSecret()));
    var tokens =
        new TokenService(
            new TokenRequest(client, List.of("urn:opc:idm:__myscopes__")),
            () -> TokenEndpoint.of(url),
            http,
            limits,
            clock,
            System::nanoTime);
    var scim =
        new ScimClient(
            url, new AuthorizedTransport(http, tokens, limits, Waiting.WITHOUT_PERMIT, clock));
    return new WriteScheduler(scim, limits, bulk, doubts::incrementAndGet, Waiting.WITHOUT_PERMIT);
  }

  private long calls(String line) {
    return domain.calls().stream().filter(call -> call.line().equals(line)).count();
  }
}
