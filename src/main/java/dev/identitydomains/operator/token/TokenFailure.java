package dev.identitydomains.operator.token;

import java.io.Serial;

/** The token endpoint refused the operator's client. Its message never holds a credential. */
public final class TokenFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TokenFailure(String message) {
    super(message);
  }
}
