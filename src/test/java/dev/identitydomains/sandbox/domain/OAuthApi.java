package dev.identitydomains.sandbox.domain;

import dev.identitydomains.sandbox.domain.ClientAuthenticator.TokenCall;
import java.util.Optional;

/** The endpoints below {@code /oauth2/v1}. */
final class OAuthApi {

  private final ResourceStore store;
  private final TokenApi tokens;
  private final SignIn signIn;
  private final Discovery discovery;
  private final Optional<RateLimit> limit;

  OAuthApi(
      ResourceStore store,
      TokenApi tokens,
      SignIn signIn,
      Discovery discovery,
      Optional<RateLimit> limit) {
    this.store = store;
    this.tokens = tokens;
    this.signIn = signIn;
    this.discovery = discovery;
    this.limit = limit;
  }

  Reply answer(HttpCall call) {
    if (limit.isPresent() && !limit.get().admit()) {
      return Reply.tooManyRequests("Too many token requests.");
    }
    synchronized (store) {
      return switch (call.type()) {
        case "authorize" -> signIn.authorize(call);
        case "userinfo" -> new Reply(200, tokens.userInfo(call.header("Authorization")).toString());
        case "token" -> {
          var request = new TokenCall(call.header("Authorization"), call.form(), call.presented());
          yield new Reply(200, tokens.issue(request, discovery).toString());
        }
        case "userlogout" -> new Reply(200, "");
        default -> Reply.error(404, "error.common.common.notFound", "No such path.");
      };
    }
  }
}
