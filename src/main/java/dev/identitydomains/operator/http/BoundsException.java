package dev.identitydomains.operator.http;

import java.io.IOException;
import java.io.Serial;

/** A reply exceeds a bound. */
final class BoundsException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  BoundsException(String message) {
    super(message);
  }
}
