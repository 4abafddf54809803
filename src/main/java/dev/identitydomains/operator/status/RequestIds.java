package dev.identitydomains.operator.status;

import java.util.Optional;
import java.util.regex.Pattern;

/** Handles {@code opc-request-id} in messages, which differs in otherwise equal messages. */
public final class RequestIds {

  private static final Pattern REQUEST_ID = Pattern.compile("[.]? \\(opc-request-id ([^)]*)\\)");

  private RequestIds() {}

  /** The first request id in a message; empty for none. */
  public static Optional<String> find(String message) {
    var found = REQUEST_ID.matcher(message);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** Returns the message without request ids, and without a full stop before one. */
  public static String strip(String message) {
    return REQUEST_ID.matcher(message).replaceAll("");
  }
}
