package dev.identitydomains.operator.http;

/** Where the client gets its access token from. */
public interface BearerTokens {

  /** A token that is valid now, requested if need be. */
  Sensitive current();

  /** Says that the service refused this token, so that it is not handed out again. */
  void drop(Sensitive token);
}
