package dev.identitydomains.sandbox.domain;

/** One of several readings of the service's sources, where they differ or say nothing. */
public enum DomainMode {
  /** The setting {@code issuer} of the domain is its URL, not that of its realm. */
  OWN_ISSUER("discovery and tokens have the domain's URL as issuer"),
  /** The setting {@code signingCertPublicAccess} of the domain is on. */
  PUBLIC_SIGNING_KEYS("the keys that sign tokens are given to callers without a token"),
  /** As programs and several documents say. */
  SERVICE_AUDIENCE("an assertion must name https://identity.oraclecloud.com/ as audience"),
  /** As the document "Client Assertion" says. */
  DOMAIN_AUDIENCE("an assertion must name the domain's URL as audience"),
  /** The documents encode no characters in Basic; RFC 6749 section 2.3.1 does. */
  PLAIN_BASIC("id and secret in Basic are not form-encoded"),
  /** Published replies of Apps and AppRoles have neither {@code meta.version} nor an ETag. */
  NO_VERSIONS("Apps and AppRoles have no meta.version, and no If-Match is heeded"),
  /** The documents of an older create say that an App is "added in a deactivated state". */
  INACTIVE_AT_CREATE("a new App is inactive, whatever the request says"),
  /** No published request empties an attribute with {@code replace}. */
  NO_EMPTY_REPLACE("replace with an empty value is refused"),
  /** As the description of "Create AppRole" in a published collection says. */
  UNMANAGED_APPS("AppRoles belong to Apps with isUnmanagedApp alone"),
  /** As "Understanding Administrator Roles" may be read. */
  NO_ADMIN_ROLES("an Application Administrator may not grant administrator roles"),
  /** No source shows how an App above the limit of the domain's type is refused. */
  LIMIT_IS_FORBIDDEN("an App above the limit is refused with 403, not with 400"),
  LIMIT_IS_CONFLICT("an App above the limit is refused with 409, not with 400"),
  LIMIT_WITHOUT_WORDS("an App above the limit is refused with 400 without a word");

  private final String words;

  DomainMode(String words) {
    this.words = words;
  }

  /** What the domain does, in a few words. */
  public String words() {
    return words;
  }
}
