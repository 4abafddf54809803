package dev.identitydomains.operator.scim;

/** The resource types that the operator uses, with their path below {@code /admin/v1}. */
public enum ScimType {
  /** OAuth clients and resource servers. */
  APP("Apps", "App"),
  /** Roles that Apps define. */
  APP_ROLE("AppRoles", "AppRole"),
  /** Grants: each gives one role to one App, user or group. */
  GRANT("Grants", "Grant"),
  /** Groups of users; only read. */
  GROUP("Groups", "Group"),
  /** Users; only read. */
  USER("Users", "User"),
  /** Groups of cloud resources; only read. */
  DYNAMIC_RESOURCE_GROUP("DynamicResourceGroups", "DynamicResourceGroup"),
  /** Certificates for the client assertions of OAuth clients (RFC 7523). */
  OAUTH_CLIENT_CERTIFICATE("OAuthClientCertificates", "OAuthClientCertificate"),
  /** Activates and deactivates an App by PUT. */
  APP_STATUS_CHANGER("AppStatusChanger", "AppStatusChanger"),
  /** Creates a new client secret of an App by POST; the old one is invalid at once. */
  APP_CLIENT_SECRET_REGENERATOR("AppClientSecretRegenerator", "AppClientSecretRegenerator");

  private final String path;
  private final String schema;

  ScimType(String path, String schema) {
    this.path = path;
    this.schema = "urn:ietf:params:scim:schemas:oracle:idcs:" + schema;
  }

  /** The path segment, for example {@code Apps}. */
  public String path() {
    return path;
  }

  /** The schema's URN, sent in {@code schemas}. */
  public String schema() {
    return schema;
  }
}
