package dev.identitydomains.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.scim.AuthorizedTransport;
import dev.identitydomains.operator.scim.HttpTransport;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimException;
import dev.identitydomains.operator.scim.ScimFailure;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.token.TokenRequest;
import dev.identitydomains.operator.token.TokenService;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** One domain at run time: its token, its budget, its client. Thread-safe. */
public final class DomainConnection {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpUrl url;
  private final HttpTransport http;
  private final ScimClient scim;
  private final Clock clock;

  private DomainConnection(HttpUrl url, HttpTransport http, ScimClient scim, Clock clock) {
    this.url = url;
    this.http = http;
    this.scim = scim;
    this.clock = clock;
  }

  /**
   * Prepares a connection; nothing is sent yet.
   *
   * @param client whose connection pool is shared by all domains
   * @throws IllegalArgumentException when the URL or a certificate cannot be read
   */
  static DomainConnection open(DomainSettings settings, OkHttpClient client, Clock clock) {
    var url = HttpUrl.get(settings.url());
    var budget = RateBudget.of(settings.type());
    var http = new HttpTransport(Tls.apply(settings, client));
    var request = new TokenRequest(url, settings.authentication(), settings.scopes());
    var tokens = new TokenService(request, http, budget, clock);
    var scim = new ScimClient(url, new AuthorizedTransport(http, tokens, budget, clock));
    return new DomainConnection(url, http, scim, clock);
  }

  /** The domain's SCIM operations. */
  public ScimClient scim() {
    return scim;
  }

  /**
   * Checks that the domain answers and lets the operator's client in.
   *
   * @throws ScimException when it does not
   * @throws dev.identitydomains.operator.token.TokenFailure when it refuses the client
   */
  public DomainFacts probe() {
    scim.count(ScimType.APP);
    var discovery = discovery();
    return new DomainFacts(text(discovery, "issuer"), text(discovery, "token_endpoint"));
  }

  private JsonNode discovery() {
    var path = url.newBuilder().addPathSegments(".well-known/openid-configuration").build();
    var reply = http.send(new Request.Builder().url(path).get().build());
    if (!reply.successful()) {
      throw new ScimException(
          ScimFailure.Answered.bare("GET /.well-known/openid-configuration", reply, clock), null);
    }
    try {
      return JSON.readTree(reply.body().toByteArray());
    } catch (IOException _) {
      throw malformed("is not JSON");
    }
  }

  private static String text(JsonNode discovery, String name) {
    return Optional.ofNullable(discovery.path(name).textValue())
        .orElseThrow(() -> malformed("has no " + name));
  }

  private static ScimException malformed(String what) {
    return new ScimException(
        new ScimFailure.Malformed("the reply to GET /.well-known/openid-configuration " + what),
        null);
  }
}
