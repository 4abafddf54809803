package dev.identitydomains.operator.http;

/** A value that must not be shown: its text form hides it. */
public record Sensitive(String value) {

  @Override
  public String toString() {
    return "(hidden)";
  }
}
