package dev.identitydomains.operator.token;

import dev.identitydomains.operator.text.ForeignText;
import java.io.Serial;

/** The endpoint refused the client, or its key cannot sign. The message holds no credential. */
public final class TokenFailure extends RuntimeException {

  /** What somebody has to correct. */
  public enum Cause {
    /** The client's id, secret, key or certificate, or its activation. */
    CREDENTIALS,
    /** The scopes that are asked for. */
    SCOPES,
    /** The grants that the client may use. */
    GRANT_TYPE
  }

  @Serial private static final long serialVersionUID = 1L;

  private static final int LONGEST_BYTES = 2000;

  private final Cause reason;

  TokenFailure(Cause reason, String message) {
    super(ForeignText.ofBytes(message, LONGEST_BYTES));
    this.reason = reason;
  }

  /** What somebody has to correct. */
  public Cause reason() {
    return reason;
  }
}
