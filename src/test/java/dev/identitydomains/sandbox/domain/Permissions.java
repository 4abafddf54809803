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
          "Authenticator Client",
          "Cloud Gate",
          "Change Password",
          "Forgot Password",
          "Reset Password",
          "Self Registration",
          "Verify Email",
          "MFA Client",
          "Kerberos Administrator",
          "DB Administrator",
          "POSIX Viewer");

  /** Names of those that clients alone may have. */
  static final Set<String> FOR_CLIENTS =
      Set.of(
          "Authenticator Client",
          "Change Password",
          "Cloud Gate",
          "DB Administrator",
          "Forgot Password",
          "Kerberos Administrator",
          "MFA Client",
          "Me",
          "Reset Password",
          "Self Registration",
          "Signin",
          "Verify Email");

  /** Scopes that the built-in App defines, as public programs ask for them. */
  static final List<String> BUILT_IN_SCOPES =
      List.of(
          "urn:opc:idm:t.app.catalog",
          "urn:opc:idm:t.groups",
          "urn:opc:idm:t.security.client",
          "urn:opc:idm:t.user.authn.factors",
          "urn:opc:idm:t.user.forgotpassword",
          "urn:opc:idm:t.user.me",
          "urn:opc:idm:t.user.mecreate",
          "urn:opc:idm:t.user.resetpassword",
          "urn:opc:idm:t.user.signin",
          "urn:opc:idm:t.user.verifyemail",
          "urn:opc:idm:t.users");

  private static final Set<String> APPLICATION_ADMINISTRATION =
      Set.of(
          "Apps",
          "AppRoles",
          "Grants",
          "AppStatusChanger",
          "AppClientSecretRegenerator",
          "OAuthClientCertificates",
          "Bulk");

  private static final Set<String> GRANTEES = Set.of("Users", "Groups");

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
