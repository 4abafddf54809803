package dev.identitydomains.operator.engine.domain;

/**
 * How many Apps that are not Oracle's a domain has, and may have ("IAM Identity Domain Types").
 *
 * @param type {@code spec.type} of the IdentityDomain, which may be wrong
 */
public record AppLimit(String type, long present) {

  /** The documented maximum; an unknown type has the lowest. */
  public int most() {
    return switch (type) {
      case "OracleApps", "OracleAppsPremium" -> 10;
      case "Premium", "ExternalUser", "ExternalActiveUser" -> 5000;
      default -> 2;
    };
  }

  /** Whether a domain of this type may have no further App; more Apps say that it has another. */
  public boolean isReached() {
    return present == most();
  }
}
