package dev.identitydomains.operator.api.v1alpha1;

/** The API group and version of all kinds. */
public final class ApiGroup {

  /** The group, also the prefix of annotations and labels. */
  public static final String NAME = "identitydomains.dev";

  /** The version. */
  public static final String VERSION = "v1alpha1";

  private ApiGroup() {}
}
