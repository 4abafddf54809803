package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.BulkPolicy;
import dev.identitydomains.operator.api.v1alpha1.CaBundle;
import dev.identitydomains.operator.api.v1alpha1.DomainCredentials;
import dev.identitydomains.operator.api.v1alpha1.DomainType;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.ConnectionSettings;
import dev.identitydomains.operator.engine.domain.DomainUrl;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.token.ClientAuthentication;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Reads the Secret and the ConfigMap that an IdentityDomain refers to, and no others. */
final class ConnectionSettingsReader {

  /** A Secret or ConfigMap is missing or malformed; the message names it and the remedy. */
  static final class Missing extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  /** A bundle has some 2 KB for each certificate. */
  static final int LARGEST_BUNDLE = 64 << 10;

  private final BoundedReads reads;
  private final Clock clock;

  /**
   * @param clock tells which certificates are valid
   */
  ConnectionSettingsReader(BoundedReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * Reads the settings of a domain with a valid spec.
   *
   * @param url its URL, which the operator may call
   * @throws Missing when a referenced object or its key is missing or malformed
   */
  ConnectionSettings read(IdentityDomain domain, DomainUrl url) {
    var spec = domain.getSpec();
    var namespace = domain.getMetadata().getNamespace();
    return new ConnectionSettings(
        url,
        Objects.requireNonNullElse(spec.type(), DomainType.Free).name(),
        authentication(namespace, spec.credentials()),
        Objects.requireNonNullElse(spec.scopes(), List.of("urn:opc:idm:__myscopes__")),
        spec.bulk() != BulkPolicy.Never,
        spec.caBundle() == null ? null : authorities(namespace, spec.caBundle()));
  }

  private ClientAuthentication authentication(String namespace, DomainCredentials credentials) {
    if (credentials.clientSecret() != null) {
      var secret =
          secret(
              namespace,
              credentials.clientSecret().secretRef().name(),
              Set.of("client-id", "client-secret"));
      return new ClientAuthentication.ClientSecret(
          value(secret, "client-id").strip(),
          new Sensitive(withoutLineEnd(value(secret, "client-secret"))));
    }
    if (credentials.privateKeyJwt() != null) {
      var jwt = credentials.privateKeyJwt();
      var key = Objects.requireNonNullElse(jwt.secretRef().key(), "tls.key");
      var secret = secret(namespace, jwt.secretRef().name(), Set.of(key));
      return new ClientAuthentication.PrivateKeyJwt(
          jwt.clientId(),
          jwt.keyId(),
          read(secret, key, PemCredentials::signingKey),
          jwt.audience());
    }
    var tls = Objects.requireNonNull(credentials.tlsClientAuth());
    var secret = secret(namespace, tls.secretRef().name(), Set.of("tls.crt", "tls.key"));
    var chain = read(secret, "tls.crt", pem -> PemCredentials.chain(pem, clock.instant()));
    return new ClientAuthentication.TlsClientAuth(
        tls.clientId(),
        read(
            secret,
            "tls.key",
            pem -> PemCredentials.held(chain.getFirst(), PemCredentials.privateKey(pem))),
        List.copyOf(chain.subList(1, chain.size())));
  }

  /** Editors and echo end a file with a line end; a blank may belong to a secret. */
  private static String withoutLineEnd(String text) {
    return text.replaceFirst("[\\r\\n]+\\z", "");
  }

  private static <T> T read(Secret secret, String key, Function<String, T> content) {
    try {
      return content.apply(value(secret, key));
    } catch (IllegalArgumentException e) {
      throw new Missing(
          "Key %s of Secret %s %s. Correct it."
              .formatted(key, References.key(secret), e.getMessage()));
    }
  }

  private ConnectionSettings.Authorities authorities(String namespace, CaBundle bundle) {
    var ref = bundle.configMapRef();
    var key = Objects.requireNonNullElse(ref.key(), "ca.crt");
    var pem =
        reads
            .configValue(namespace, ref.name(), key, LARGEST_BUNDLE)
            .orElseThrow(() ->
                new Missing(
                    "ConfigMap %s/%s with the key %s does not exist. Create it."
                        .formatted(namespace, ref.name(), key)));
    if (pem.length() > LARGEST_BUNDLE) {
      throw new Missing(
          "Key %s of ConfigMap %s/%s has more than 64 KB. Leave the CA certificates in it that the domain needs."
              .formatted(key, namespace, ref.name()));
    }
    return new ConnectionSettings.Authorities(pem, Boolean.TRUE.equals(bundle.only()));
  }

  private Secret secret(String namespace, String name, Set<String> keys) {
    var secret =
        reads
            .secret(namespace, name, keys)
            .orElseThrow(() ->
                new Missing("Secret %s/%s does not exist. Create it.".formatted(namespace, name)));
    if (!WellKnownNames.labels(secret).containsKey(WellKnownNames.CREDENTIALS_LABEL)) {
      throw new Missing(
          "Secret %s/%s lacks the label %s, by which its owner consents to its use for spec.url. Add the label."
              .formatted(namespace, name, WellKnownNames.CREDENTIALS_LABEL));
    }
    return secret;
  }

  private static String value(Secret secret, String key) {
    var encoded = secret.getData() == null ? null : secret.getData().get(key);
    if (encoded == null || encoded.isEmpty()) {
      throw new Missing(
          "Key %s of Secret %s does not exist or has more than 12 KB. Set it."
              .formatted(key, References.key(secret)));
    }
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
