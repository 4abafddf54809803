package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.ClientSecretCredentials;
import dev.identitydomains.operator.api.v1alpha1.DomainCredentials;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.api.v1alpha1.PrivateKeyJwtCredentials;
import dev.identitydomains.operator.api.v1alpha1.SecretKeyRef;
import dev.identitydomains.operator.api.v1alpha1.TlsClientAuthCredentials;
import java.util.Optional;
import java.util.stream.Stream;

/** The Secrets with the credentials of a domain. */
final class DomainSecrets {

  private DomainSecrets() {}

  /** Their names; the spec may be invalid. */
  static Stream<String> names(IdentityDomain domain) {
    var credentials = Optional.ofNullable(domain.getSpec()).map(IdentityDomainSpec::credentials);
    return Stream.of(
            credentials
                .map(DomainCredentials::clientSecret)
                .map(ClientSecretCredentials::secretRef)
                .map(LocalRef::name),
            credentials
                .map(DomainCredentials::privateKeyJwt)
                .map(PrivateKeyJwtCredentials::secretRef)
                .map(SecretKeyRef::name),
            credentials
                .map(DomainCredentials::tlsClientAuth)
                .map(TlsClientAuthCredentials::secretRef)
                .map(LocalRef::name))
        .flatMap(Optional::stream);
  }
}
