package dev.identitydomains.sandbox.domain;

import java.util.List;
import java.util.Set;

/** The permissions of the built-in roles for the emulator's endpoints. */
final class Permissions {

  /** Names of the roles of {@code IDCSAppId}. */
  static final List<String> BUILT_IN_ROLES =
      List.of(
          "Identity Domain Administrator",
          "Security Administrator",
          "Application Administrator",
          "User Administrator",
          "User Manager",
          "Help Desk Administrator",
          "Audit Administrator",
          "Me",
          "Signin",
          "Authenticated Client",
          "Cloud Gate",
          "Change Password",
          "Forgot Password",
          "Reset Password",
          "Self Registration",
          "Verify Email",
          "MFA Client",
          "DB Administrator",
          "POSIX Viewer");

  private static final Set<String> APPLICATION_ADMINISTRATION =
      Set.of(
          "Apps",
          "AppRoles",
          "Grants",
          "AppStatusChanger",
          "AppClientSecretRegenerator",
          "OAuthClientCertificates",
          "Bulk");

  /** The service does not document whether an Application Administrator may read these. */
  private static final Set<String> GRANTEES = Set.of("Users", "Groups", "DynamicResourceGroups");

  private Permissions() {}

  static boolean allows(String role, String method, String resourceType) {
    return switch (role) {
      case "Identity Domain Administrator" -> true;
      case "Application Administrator" ->
          APPLICATION_ADMINISTRATION.contains(resourceType)
              || (method.equals("GET") && GRANTEES.contains(resourceType));
      case "User Administrator", "User Manager" -> GRANTEES.contains(resourceType);
      case "Audit Administrator" -> method.equals("GET") && resourceType.equals("Users");
      default -> false;
    };
  }
}
