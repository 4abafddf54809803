package dev.identitydomains.sandbox.kube;

import java.time.Duration;
import java.time.Instant;

/** Formats ages like kubectl: the shorter, the more precise. */
final class Age {

  private Age() {}

  static String since(String time) {
    var age = Duration.between(Instant.parse(time), Instant.now());
    var seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 600) {
      return age.toMinutes() + "m" + unit(age.toSecondsPart(), "s");
    }
    if (age.toHours() < 3) {
      return age.toMinutes() + "m";
    }
    if (age.toHours() < 8) {
      return age.toHours() + "h" + unit(age.toMinutesPart(), "m");
    }
    if (age.toHours() < 48) {
      return age.toHours() + "h";
    }
    return age.toDays() < 8
        ? age.toDays() + "d" + unit(age.toHoursPart(), "h")
        : age.toDays() + "d";
  }

  private static String unit(int count, String name) {
    return count == 0 ? "" : count + name;
  }
}
