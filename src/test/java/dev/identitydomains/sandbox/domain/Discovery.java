package dev.identitydomains.sandbox.domain;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The document below {@code .well-known/openid-configuration}, as a domain of the service has it:
 * issuer of the realm, endpoints with the port.
 */
record Discovery(URI domain, Optional<SecureTokenHost> secure, Set<DomainMode> modes) {

  static final String REALM_ISSUER = "https://identity.oraclecloud.com/";

  String issuer() {
    return modes.contains(DomainMode.OWN_ISSUER) ? domain.toString() : REALM_ISSUER;
  }

  TreeMap<String, Object> document() {
    var document = new TreeMap<String, Object>();
    document.put("issuer", issuer());
    document.put("authorization_endpoint", domain + "/oauth2/v1/authorize");
    document.put("token_endpoint", domain + "/oauth2/v1/token");
    document.put("userinfo_endpoint", domain + "/oauth2/v1/userinfo");
    document.put("end_session_endpoint", domain + "/oauth2/v1/userlogout");
    document.put("jwks_uri", domain + "/admin/v1/SigningCert/jwk");
    document.put("response_types_supported", List.of("code", "token", "id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    secure.ifPresent(
        host -> document.put("secure_token_endpoint", host.url() + "/oauth2/v1/token"));
    return document;
  }
}
