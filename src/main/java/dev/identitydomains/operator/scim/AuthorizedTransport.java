package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import java.io.IOException;
import java.time.Clock;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests with an access token (RFC 6750 section 2.1) within the domain's rate limits, and
 * turns replies into JSON or a {@link CallException}.
 */
public final class AuthorizedTransport {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizedTransport.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final HttpTransport http;
  private final BearerTokens tokens;
  private final CallLimiter limiter;
  private final Waiting waiting;
  private final Clock clock;

  public AuthorizedTransport(
      HttpTransport http, BearerTokens tokens, CallLimiter limiter, Waiting waiting, Clock clock) {
    this.http = http;
    this.tokens = tokens;
    this.limiter = limiter;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * A successful reply.
   *
   * @param json the body; a missing node when the reply has none
   */
  record Answer(JsonNode json, @Nullable String requestId) {}

  /** Sends the request, and after a 401 once more with a new token. */
  Answer call(RateLimitGroup group, String operation, Request.Builder request) {
    return waiting.run(() -> callWithToken(group, operation, request));
  }

  private Answer callWithToken(RateLimitGroup group, String operation, Request.Builder request) {
    var token = tokens.current();
    var reply = send(group, operation, request, token);
    if (reply.status() == 401) {
      tokens.drop(token);
      reply = send(group, operation, request, tokens.current());
    }
    if (!reply.successful()) {
      throw new CallException(failure(operation, reply), null);
    }
    var json = reply.body().size() == 0 ? MissingNode.getInstance() : json(operation, reply);
    return new Answer(json, reply.requestId().orElse(null));
  }

  private HttpReply send(
      RateLimitGroup group, String operation, Request.Builder request, Sensitive token) {
    limiter.await(group);
    var reply =
        http.send(
            request
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "application/scim+json, application/json")
                .build());
    LOG.debug("{} -> {} {}", operation, reply.status(), reply.requestId().orElse(""));
    if (reply.status() == 429) {
      limiter.onTooManyRequests(group, reply.retryAfter(clock).orElse(null));
    }
    return reply;
  }

  private static JsonNode json(String operation, HttpReply reply) {
    try {
      var json = JSON.readTree(reply.body().toByteArray());
      if (json.isObject()) {
        return json;
      }
    } catch (IOException _) {
      // the exception below omits the parser's excerpt of the body
    }
    throw new CallException(
        new CallFailure.Malformed("the reply to %s is not a JSON object".formatted(operation)),
        null);
  }

  private CallFailure failure(String operation, HttpReply reply) {
    return ScimError.read(
            operation, reply.status(), errorBody(reply), reply.requestId().orElse(null))
        .retryingAfter(reply.retryAfter(clock).orElse(null));
  }

  private static JsonNode errorBody(HttpReply reply) {
    try {
      return JSON.readTree(reply.body().toByteArray());
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }
}
