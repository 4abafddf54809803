package dev.identitydomains.operator.token;

/** Makes failures of a token request for the tests of other packages. */
public final class TokenFailures {

  private TokenFailures() {}

  public static TokenFailure of(String message) {
    return new TokenFailure(TokenFailure.Cause.CREDENTIALS, message);
  }
}
