package dev.identitydomains.operator.status;

import java.util.regex.Pattern;

/**
 * Texts for conditions, events and logs. Parts of them come from resources that an older definition
 * admitted, from domains and from the API server: control characters and line separators in them
 * would make lines of their own.
 */
public final class OneLine {

  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  private OneLine() {}

  /** Returns the text with each such character written out, for example as {@code \u000a}. */
  public static String of(String text) {
    return BREAKS
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
