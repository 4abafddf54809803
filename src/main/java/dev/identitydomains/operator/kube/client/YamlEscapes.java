package dev.identitydomains.operator.kube.client;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.Serial;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON mean the same as YAML, which the API server takes an apply patch for. YAML has three
 * line breaks more, which fold to a blank, and forbids the control characters U+007F to U+009F.
 * Other characters stay, because the server's YAML knows no escaped surrogates.
 */
final class YamlEscapes extends CharacterEscapes {

  @Serial private static final long serialVersionUID = 1L;
  private static final char DELETE = '\u007f';

  YamlEscapes() {}

  @Override
  public int[] getEscapeCodesForAscii() {
    var codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_CUSTOM;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return isSpecial(character)
        ? new SerializedString("\\u" + HexFormat.of().toHexDigits((char) character))
        : null;
  }

  private static boolean isSpecial(int character) {
    return (character >= DELETE && character <= 0x9f) // NEL is 0x85
        || character == 0x2028 // LINE SEPARATOR
        || character == 0x2029 // PARAGRAPH SEPARATOR
        || character == 0xfeff // byte order mark
        || character >= 0xfffe;
  }
}
