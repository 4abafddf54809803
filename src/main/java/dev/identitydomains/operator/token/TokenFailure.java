package dev.identitydomains.operator.token;

import dev.identitydomains.operator.text.ForeignText;
import java.io.Serial;

/** The endpoint refused the client, or its key cannot sign. The message holds no credential. */
public final class TokenFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private static final int LONGEST_BYTES = 2000;

  TokenFailure(String message) {
    super(ForeignText.ofBytes(message, LONGEST_BYTES));
  }
}
