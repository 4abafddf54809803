package dev.identitydomains.operator.http;

/** The source of the access tokens for a domain's calls (RFC 6750). */
public interface BearerTokens {

  /** Returns a valid token; may block for a token request, and throws when that fails. */
  Sensitive current();

  /** Discards a token that the service refused with 401. */
  void drop(Sensitive token);
}
