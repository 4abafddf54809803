package dev.identitydomains.operator.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.text.ForeignText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a reply of the token endpoint says (RFC 6749 section 5). Pure; hides credentials. */
final class TokenReply {

  private static final double DEFAULT_LIFE_SECONDS = 3600;

  /** A domain whose tokens live no time costs no token request for each call. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);

  private static final Duration LONGEST_LIFE = Duration.ofDays(1);

  /** What may follow {@code Bearer} in a header (RFC 6750 section 2.1), and has a bound. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

  /** A scope that stands for others, of which the reply has the names. */
  private static final String ALL_SCOPES = "urn:opc:idm:__myscopes__";

  /** Assertions are compared with the server's clock. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(1);

  /** The codes of RFC 6749 section 5.2 that stand until somebody corrects something. */
  private static final Map<String, TokenFailure.Cause> LASTING =
      Map.of(
          "invalid_request", TokenFailure.Cause.CREDENTIALS,
          "invalid_client", TokenFailure.Cause.CREDENTIALS,
          "invalid_grant", TokenFailure.Cause.CREDENTIALS,
          "unauthorized_client", TokenFailure.Cause.GRANT_TYPE,
          "unsupported_grant_type", TokenFailure.Cause.GRANT_TYPE,
          "invalid_scope", TokenFailure.Cause.SCOPES);

  /**
   * A token as it was granted.
   *
   * @param missing scopes that were asked for and not granted
   */
  record Granted(Sensitive token, Duration life, Set<String> missing) {}

  private final TokenRequest request;
  private final HttpReply reply;
  private final JsonNode json;
  private final List<String> credentials;

  /**
   * @param credentials what was sent, and must not be shown
   */
  TokenReply(TokenRequest request, HttpReply reply, List<String> credentials) {
    this.request = request;
    this.reply = reply;
    this.json = reply.json();
    this.credentials = credentials;
  }

  /**
   * Returns the token.
   *
   * @throws TokenFailure when the reply refuses the client
   * @throws CallException when it has no token for another reason
   */
  Granted read(Clock clock) {
    var error = text("error");
    if (!reply.successful() || error != null) {
      throw refusal(error, clock);
    }
    var type = json.get("token_type");
    if (type != null && !"Bearer".equalsIgnoreCase(type.textValue())) {
      throw malformed("grants a token that is not of the type Bearer (RFC 6749 section 7.1)");
    }
    var value = text("access_token");
    if (value == null || !TOKEN.matcher(value).matches()) {
      throw malformed("has no access_token, or one that fits no header");
    }
    return new Granted(new Sensitive(value), life(), missing());
  }

  /** Also a number as text, and one beyond any type. */
  private Duration life() {
    var seconds = (long) json.path("expires_in").asDouble(DEFAULT_LIFE_SECONDS);
    return Duration.ofSeconds(
        Math.clamp(seconds, SHORTEST_LIFE.toSeconds(), LONGEST_LIFE.toSeconds()));
  }

  /** A reply without {@code scope} grants what was asked for (RFC 6749 section 5.1). */
  private Set<String> missing() {
    var granted = text("scope");
    var missing = new TreeSet<>(request.scopes());
    if (granted == null || missing.contains(ALL_SCOPES)) {
      return Set.of();
    }
    missing.removeAll(List.of(granted.split(" ")));
    return missing;
  }

  private RuntimeException refusal(@Nullable String error, Clock clock) {
    var said =
        "%d %s: %s%s%s"
            .formatted(
                reply.status(),
                error == null ? "(no error code)" : shown(error),
                Optional.ofNullable(text("error_description"))
                    .map(this::shown)
                    .orElse("(no description)"),
                requestId().map(id -> " (opc-request-id " + id + ")").orElse(""),
                skew(clock));
    var cause = lastingCause(error);
    return cause != null
        ? new TokenFailure(
            cause,
            "The token endpoint refused client %s with %s"
                .formatted(request.authentication().clientId(), said))
        : new CallException(
            new CallFailure.NoToken(
                reply.status(),
                "The token endpoint answered " + said + redirect(),
                reply.retryAfter(clock).orElse(null)),
            null);
  }

  /** What a page of a proxy says ends by itself, and so does what the server calls its trouble. */
  private TokenFailure.@Nullable Cause lastingCause(@Nullable String error) {
    if (reply.status() >= 500 || reply.status() == 429) {
      return null;
    }
    if (error != null) {
      return LASTING.get(error);
    }
    var isPage = reply.body().utf8().stripLeading().startsWith("<");
    return reply.status() == 401 && !isPage ? TokenFailure.Cause.CREDENTIALS : null;
  }

  private Optional<String> requestId() {
    return reply
        .requestId()
        .or(() -> Optional.ofNullable(text("ecid")).map(ForeignText::requestId));
  }

  private String redirect() {
    var location = reply.headers().get("Location");
    var url = location == null ? null : HttpUrl.parse(location);
    return url == null
        ? ""
        : " It points to the host %s: check spec.url and proxies".formatted(url.host());
  }

  private String skew(Clock clock) {
    var date = reply.headers().getInstant("Date");
    if (date == null || request.authentication() instanceof ClientAuthentication.ClientSecret) {
      return "";
    }
    var skew = Duration.between(date, clock.instant());
    return skew.abs().compareTo(MOST_SKEW) < 0
        ? ""
        : "; the operator's clock and the server's differ by %d s"
            .formatted(skew.abs().toSeconds());
  }

  /** A server may repeat what it refuses. */
  private String shown(String text) {
    var hidden = text;
    for (var credential : credentials) {
      hidden = credential.isEmpty() ? hidden : hidden.replace(credential, "(hidden)");
    }
    return ForeignText.of(hidden);
  }

  private @Nullable String text(String name) {
    return json.path(name).textValue();
  }

  private static CallException malformed(String what) {
    return new CallException(
        new CallFailure.Malformed("the reply of the token endpoint " + what), null);
  }
}
