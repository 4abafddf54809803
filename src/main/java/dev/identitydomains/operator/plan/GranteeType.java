package dev.identitydomains.operator.plan;

/** Types of grantees, with the wire values of a Grant's {@code grantee.type}. */
public enum GranteeType {
  /** An App. */
  APP("App"),
  /** A group, whose members get the role. */
  GROUP("Group"),
  /** A user. */
  USER("User"),
  /** A dynamic resource group. */
  DYNAMIC_RESOURCE_GROUP("DynamicResourceGroup");

  private final String wireName;

  GranteeType(String wireName) {
    this.wireName = wireName;
  }

  /** The value of {@code grantee.type}. */
  public String wireName() {
    return wireName;
  }

  /** The value of {@code grantMechanism}. */
  public String mechanism() {
    return "ADMINISTRATOR_TO_" + name();
  }
}
