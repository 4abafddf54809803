package dev.identitydomains.operator.status;

import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code opc-request-id} in a message: it differs with every attempt and says nothing new. */
public final class RequestIds {

  private static final Pattern REQUEST_ID = Pattern.compile(" \\(opc-request-id ([^)]*)\\)");

  private RequestIds() {}

  /** The request id that a message quotes; empty for none. */
  public static Optional<String> find(String message) {
    var found = REQUEST_ID.matcher(message);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The message without request ids. */
  public static String strip(String message) {
    return REQUEST_ID.matcher(message).replaceAll("");
  }
}
