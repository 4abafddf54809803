package dev.identitydomains.operator.token;

import java.io.Serial;

/** The endpoint refused the client, or its key cannot sign. The message holds no credential. */
public final class TokenFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TokenFailure(String message) {
    super(message);
  }
}
