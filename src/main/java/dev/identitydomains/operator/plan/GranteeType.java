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

  /** How each {@code grantMechanism} of a grant begins that was given to the grantee itself. */
  public static final String DIRECT = "ADMINISTRATOR_TO_";

  /** The value of {@code grantMechanism}. */
  public String mechanism() {
    return DIRECT + name();
  }
}
