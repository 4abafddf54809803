package dev.identitydomains.operator.controller.credentials;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a value is written into a file, by the end of the file's name. */
enum FileFormat {
  /** The word of a POSIX shell (XCU section 2.2), which readers of such files know. */
  ENV("env") {
    @Override
    String escape(String value) {
      if (PLAIN_WORD.matcher(value).matches()) {
        return value;
      }
      return value.contains("'")
          ? '"' + DOUBLE_QUOTED_SPECIAL.matcher(value).replaceAll("\\\\$0") + '"'
          : "'" + value + "'";
    }
  },

  /** The value in {@code java.util.Properties}. */
  PROPERTIES("properties") {
    @Override
    String escape(String value) {
      return each(value, c -> c == ' ' || c == '\\' ? "\\" + (char) c : named(c));
    }
  },

  /**
   * Between double quotes. Of JSON's escapes (RFC 8259 section 7), YAML 1.2 and TOML know those of
   * one code unit; what is above is written as it is.
   */
  QUOTED("json|ya?ml|toml") {
    @Override
    String escape(String value) {
      return each(
          value, c -> c == '"' || c == '\\' ? "\\" + (char) c : isPrintable(c) ? null : named(c));
    }
  },

  /** In an element or between quotes (XML 1.0 section 2.4). */
  XML("xml") {
    @Override
    String escape(String value) {
      return each(value, c -> c < ' ' || "&<>\"'".indexOf(c) >= 0 ? "&#%d;".formatted(c) : null);
    }
  },

  /** As it is. */
  OTHER("[^.]*") {
    @Override
    String escape(String value) {
      return value;
    }
  };

  /** As tools name those of an environment, for example {@code .env.production}. */
  private static final Pattern DOTENV = Pattern.compile("(?i)(.*[.])?env([.][^.]*)?");

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");
  private static final Pattern DOUBLE_QUOTED_SPECIAL = Pattern.compile("[\\\\\"$`]");

  private final String ending;

  /**
   * @param ending a regular expression for what follows the last dot
   */
  FileFormat(String ending) {
    this.ending = ending;
  }

  /** The format of a file of this name. */
  static FileFormat of(String name) {
    var end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.contains(".") && end.matches(format.ending))
        .findFirst()
        .orElse(DOTENV.matcher(name).matches() ? ENV : OTHER);
  }

  /** The value as the format wants it. */
  abstract String escape(String value);

  /** Replaces the UTF-16 code units for which there is another text. */
  private static String each(String value, IntFunction<@Nullable String> other) {
    var text = new StringBuilder();
    value
        .chars()
        .forEach(c -> {
          var escaped = other.apply(c);
          text.append(escaped == null ? String.valueOf((char) c) : escaped);
        });
    return text.toString();
  }

  /** C1 and the separators of lines break strings of YAML. */
  private static boolean isPrintable(int c) {
    return c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff;
  }

  private static @Nullable String named(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c >= ' ' && c < 0x7f ? null : "\\u" + HexFormat.of().toHexDigits((char) c);
    };
  }
}
