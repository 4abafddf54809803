package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;

/** Names that are stored in objects, and so outlive this code. */
final class Names {

  /** Field manager of everything that the operator writes. */
  static final String FIELD_MANAGER = "identity-domain-operator";

  static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
  static final String MANAGED_BY = "identity-domain-operator";

  /** A Secret with this label is watched: the IdentityDomain that names it follows at once. */
  static final String CREDENTIALS_LABEL = ApiGroup.NAME + "/credentials";

  /** The App whose secret a Secret holds. */
  static final String APP_ID_ANNOTATION = ApiGroup.NAME + "/app-id";

  /** {@code "true"} stops the reconciliation of a resource. */
  static final String PAUSED_ANNOTATION = ApiGroup.NAME + "/paused";

  private Names() {}
}
