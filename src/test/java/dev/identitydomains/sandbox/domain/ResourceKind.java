package dev.identitydomains.sandbox.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The documented attribute characteristics of one resource type (RFC 7643 section 7).
 *
 * @param path segment below {@code /admin/v1}
 * @param always attributes with {@code returned: always}
 * @param onRequest attributes with {@code returned: request}
 * @param unique attributes with {@code uniqueness: server}
 */
record ResourceKind(
    String path,
    String schema,
    List<String> required,
    Set<String> immutable,
    Set<String> readOnly,
    Set<String> always,
    Set<String> onRequest,
    Set<String> unique) {

  private static final String URN = "urn:ietf:params:scim:schemas:oracle:idcs:";

  static final ResourceKind APPS =
      new ResourceKind(
          "Apps",
          URN + "App",
          List.of("displayName", "basedOnTemplate"),
          Set.of("name", "basedOnTemplate", "ocid", "isUnmanagedApp", "meterAsOPCService"),
          Set.of(
              "id",
              "meta",
              "schemas",
              "clientSecret",
              "hashedClientSecret",
              "grantedAppRoles",
              "adminRoles",
              "userRoles",
              "deleteInProgress",
              "isOPCService",
              "infrastructure",
              "migrated"),
          Set.of("id", "schemas", "displayName"),
          Set.of("tags", "hashedClientSecret", "adminRoles", "userRoles"),
          Set.of("name", "displayName"));

  static final ResourceKind APP_ROLES =
      new ResourceKind(
          "AppRoles",
          URN + "AppRole",
          List.of("displayName", "app"),
          Set.of(
              "displayName",
              "app",
              "adminRole",
              "availableToUsers",
              "availableToGroups",
              "availableToClients",
              "legacyGroupName"),
          Set.of("id", "meta", "schemas", "uniqueName"),
          Set.of("id", "schemas", "displayName", "app"),
          Set.of("members"),
          Set.of("uniqueName"));

  static final ResourceKind GRANTS =
      new ResourceKind(
          "Grants",
          URN + "Grant",
          List.of("grantee", "grantMechanism"),
          Set.of("grantee", "app", "entitlement", "grantMechanism"),
          Set.of("id", "meta", "schemas", "compositeKey"),
          Set.of("id", "schemas", "grantee", "grantMechanism"),
          Set.of(),
          Set.of("compositeKey"));

  static final ResourceKind USERS =
      new ResourceKind(
          "Users",
          "urn:ietf:params:scim:schemas:core:2.0:User",
          List.of("userName"),
          Set.of(),
          Set.of("id", "meta", "schemas"),
          Set.of("id", "schemas", "userName"),
          Set.of(),
          Set.of("userName"));

  static final ResourceKind GROUPS =
      new ResourceKind(
          "Groups",
          "urn:ietf:params:scim:schemas:core:2.0:Group",
          List.of("displayName"),
          Set.of(),
          Set.of("id", "meta", "schemas"),
          Set.of("id", "schemas", "displayName"),
          Set.of("members"),
          Set.of());

  static final ResourceKind DYNAMIC_RESOURCE_GROUPS =
      new ResourceKind(
          "DynamicResourceGroups",
          URN + "DynamicResourceGroup",
          List.of("displayName"),
          Set.of(),
          Set.of("id", "meta", "schemas"),
          Set.of("id", "schemas", "displayName"),
          Set.of(),
          Set.of());

  static final ResourceKind CERTIFICATES =
      new ResourceKind(
          "OAuthClientCertificates",
          URN + "OAuthClientCertificate",
          List.of("certificateAlias", "x509Base64Certificate"),
          Set.of("certificateAlias", "x509Base64Certificate"),
          Set.of("id", "meta", "schemas"),
          Set.of("id", "schemas", "certificateAlias"),
          Set.of(),
          Set.of("certificateAlias"));

  static final List<ResourceKind> ALL =
      List.of(APPS, APP_ROLES, GRANTS, USERS, GROUPS, DYNAMIC_RESOURCE_GROUPS, CERTIFICATES);

  static Optional<ResourceKind> of(String path) {
    return ALL.stream().filter(kind -> kind.path().equals(path)).findFirst();
  }

  /** JSON pointers of the indexed attributes. */
  List<String> indexed() {
    return switch (path) {
      case "Apps" -> List.of("/id", "/name", "/displayName");
      case "AppRoles" -> List.of("/id", "/uniqueName", "/app/value");
      case "Grants" ->
          List.of(
              "/id",
              "/compositeKey",
              "/grantee/value",
              "/app/value",
              "/entitlement/attributeValue");
      default -> unique().stream().map(name -> "/" + name).toList();
    };
  }
}
