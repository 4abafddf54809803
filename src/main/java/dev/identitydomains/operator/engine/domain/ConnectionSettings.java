package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.token.ClientAuthentication;
import java.util.List;
import java.util.Optional;

/**
 * All that decides a connection; equal settings share one. Its text form hides secrets.
 *
 * @param url base URL of the domain
 * @param type domain type, which decides the rate budget
 * @param authentication the operator's own client
 * @param scopes scopes of its token
 * @param bulk whether Bulk calls may be made
 * @param caBundle PEM certificates to trust beside those of the platform
 */
public record ConnectionSettings(
    String url,
    String type,
    ClientAuthentication authentication,
    List<String> scopes,
    boolean bulk,
    Optional<String> caBundle) {}
