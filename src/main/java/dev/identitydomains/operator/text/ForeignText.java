package dev.identitydomains.operator.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text that a domain or a user has written, for conditions, events, exceptions and logs: it can
 * neither fill them nor forge a line, colour or direction of theirs.
 */
public final class ForeignText {

  /** The longest text of a domain, in UTF-16 code units. */
  public static final int LONGEST = 500;

  private static final String CUT = "…";

  /** Control characters, separators of lines, halves of surrogate pairs, changes of direction. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\x{061C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

  private static final Pattern NO_REQUEST_ID = Pattern.compile("[^A-Za-z0-9/_.:+=-]");
  private static final int LONGEST_REQUEST_ID = 128;

  private ForeignText() {}

  /** Returns at most {@value #LONGEST} characters, with a blank for each that is unprintable. */
  public static String of(String text) {
    return printable(
        text.length() <= LONGEST ? text : text.substring(0, LONGEST - CUT.length()) + CUT);
  }

  /** Returns the text with at most this length in UTF-8, and a blank for each unprintable. */
  public static String ofBytes(String text, int longest) {
    // a code unit has at least one byte
    var readable = printable(text.length() <= longest ? text : text.substring(0, longest + 1));
    var all = readable.getBytes(StandardCharsets.UTF_8);
    if (all.length <= longest) {
      return readable;
    }
    var end = longest - CUT.getBytes(StandardCharsets.UTF_8).length;
    while ((all[end] & 0xC0) == 0x80) { // a continuation byte of UTF-8
      end--;
    }
    return new String(all, 0, end, StandardCharsets.UTF_8) + CUT;
  }

  /** Returns the characters of {@code opc-request-id} that a request id may have. */
  public static String requestId(String value) {
    var cut = value.substring(0, Math.min(value.length(), LONGEST_REQUEST_ID));
    return NO_REQUEST_ID.matcher(cut).replaceAll("");
  }

  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }
}
