package dev.identitydomains.operator.http;

/** A secret value; its text form hides it. */
public record Sensitive(String value) {

  @Override
  public String toString() {
    return "(hidden)";
  }
}
