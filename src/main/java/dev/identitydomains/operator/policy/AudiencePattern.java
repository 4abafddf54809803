package dev.identitydomains.operator.policy;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Matches audiences with the patterns of policies. */
final class AudiencePattern {

  private AudiencePattern() {}

  /**
   * Whether a pattern matches an audience or a prefix of it that ends at a slash or a colon. A star
   * stands for any characters but slashes, a pattern of a star alone for every audience.
   */
  static boolean matches(String pattern, String audience) {
    if (pattern.equals("*")) {
      return true;
    }
    var parts =
        Stream.of(pattern.split("[*]+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("[^/]*"));
    var rest = pattern.endsWith("/") || pattern.endsWith(":") ? "(.*)" : "([/:].*)?";
    return Pattern.compile(parts + rest, Pattern.DOTALL).matcher(audience).matches();
  }
}
