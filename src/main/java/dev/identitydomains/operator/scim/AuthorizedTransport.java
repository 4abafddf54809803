package dev.identitydomains.operator.scim;

import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.ReplyContent;
import dev.identitydomains.operator.http.ReplyMemory;
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
 * turns failures into a {@link CallException}.
 */
public final class AuthorizedTransport {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizedTransport.class);
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

  /** A reply, with what was read of its content if it is successful. */
  private record Answer<T>(HttpReply reply, @Nullable T content) {}

  /** Begins to count the memory of a reading. */
  ReplyMemory.Hold hold() {
    return http.hold();
  }

  /**
   * Sends the request, and after a 401 once more with a new token.
   *
   * @param reader reads the content of a successful reply
   */
  <T> T call(
      RateLimitGroup group,
      String operation,
      Request.Builder request,
      HttpTransport.Reader<T> reader) {
    return waiting.run(() -> callWithToken(group, operation, request, reader));
  }

  private <T> T callWithToken(
      RateLimitGroup group,
      String operation,
      Request.Builder request,
      HttpTransport.Reader<T> reader) {
    tokens.current(); // a client that is refused waits for no limit
    limiter.await(group);
    var token = tokens.current(); // the former one may have expired meanwhile
    var answer = send(group, operation, request, token, reader);
    if (answer.reply().status() == 401) {
      tokens.drop(token);
      limiter.await(group);
      answer = send(group, operation, request, tokens.current(), reader);
    }
    if (answer.content() == null) {
      throw new CallException(failure(operation, answer.reply()), null);
    }
    return answer.content();
  }

  private <T> Answer<T> send(
      RateLimitGroup group,
      String operation,
      Request.Builder request,
      Sensitive token,
      HttpTransport.Reader<T> reader) {
    var authorized =
        request
            .header("Authorization", "Bearer " + token.value())
            .header("Accept", "application/scim+json, application/json")
            .build();
    var answer = http.send(authorized, (head, content) -> answer(head, content, reader));
    var reply = answer.reply();
    LOG.debug("{} -> {} {}", operation, reply.status(), reply.requestId().orElse(""));
    if (reply.status() == 429) {
      limiter.onTooManyRequests(group, reply.retryAfter(clock).orElse(null));
    }
    return answer;
  }

  private static <T> Answer<T> answer(
      HttpReply head, ReplyContent content, HttpTransport.Reader<T> reader) throws IOException {
    return head.successful()
        ? new Answer<>(head, reader.read(head, content))
        : new Answer<>(HttpTransport.whole(head, content, 0), null);
  }

  private CallFailure failure(String operation, HttpReply reply) {
    return ScimError.read(operation, reply.status(), reply.json(), reply.requestId().orElse(null))
        .retryingAfter(reply.retryAfter(clock).orElse(null));
  }
}
