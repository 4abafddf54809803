package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Set;

/** One write to the domain. The App or AppRole it is about is named by the {@link Plan}. */
public sealed interface Change {

  /** Make the App, without its grants. */
  record CreateApplication(DesiredApplication application) implements Change {}

  /** Put the owner's mark on an App that exists, beside the marks that it has. */
  record AdoptApplication(OwnerTag owner) implements Change {}

  /** Replace these attributes of the App, and no others. */
  record PatchApplication(Map<String, AttributeValue> attributes) implements Change {}

  /**
   * Let another App, a client, ask no more for scopes that this App is about to drop.
   *
   * @param client the other App
   * @param scopes their fully qualified names
   */
  record RemoveAllowedScopes(ObservedApplication client, Set<String> scopes) implements Change {}

  /** Activate or deactivate the App. */
  record SetActive(boolean active) implements Change {}

  /** Grant a role to the App. */
  record GrantRole(Role role) implements Change {}

  /** Grant a role to somebody else than an App of a plan. */
  record CreateGrant(DesiredGrant grant) implements Change {}

  /** Take a grant back. */
  record RevokeGrant(String grantId) implements Change {}

  /** Delete the App, which must be inactive by then. */
  record DeleteApplication() implements Change {}

  /** Make the AppRole. */
  record CreateRole(DesiredRole role) implements Change {}

  /** Replace these attributes of the AppRole, and no others. */
  record PatchRole(Map<String, AttributeValue> attributes) implements Change {}

  /** Delete the AppRole and with it every grant of it. */
  record DeleteRole() implements Change {}
}
