package dev.identitydomains.operator.controller.reference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;

/**
 * The keys with which the operator signs records: one for each IdentityDomain, in a Secret of its
 * namespace, which only those read who may read the credentials of the domain as well. Thread-safe.
 */
public final class RecordKeys {

  /** The Secret of a key has another content; the message names the remedy. */
  public static final class Spoilt extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private Spoilt(String message) {
      super(message);
    }
  }

  private static final String PREFIX = "identitydomain-records-";
  private static final String KEY = "key";
  private static final int BYTES = 32;

  private final KubernetesClient client;
  private final BoundedReads reads;
  private final SecureRandom random = new SecureRandom();

  /** By uid of the IdentityDomain; what is dropped is read again. */
  private final Cache<String, ByteString> known =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();

  public RecordKeys(KubernetesClient client, BoundedReads reads) {
    this.client = client;
    this.reads = reads;
  }

  /** The key of a domain; empty while nothing was signed. */
  Optional<ByteString> find(IdentityDomain domain) {
    var uid = domain.getMetadata().getUid();
    var found = Optional.ofNullable(known.getIfPresent(uid)).or(() -> read(domain));
    found.ifPresent(key -> known.put(uid, key));
    return found;
  }

  /**
   * The key of a domain, which is created if need be.
   *
   * @throws Spoilt when the Secret has another content
   */
  ByteString get(IdentityDomain domain) {
    return find(domain)
        .orElseGet(() -> {
          create(domain);
          return find(domain)
              .orElseThrow(() ->
                  new Spoilt(
                      "Secret %s/%s has no key %s of this IdentityDomain. Delete the Secret."
                          .formatted(
                              domain.getMetadata().getNamespace(), secretName(domain), KEY)));
        });
  }

  private Optional<ByteString> read(IdentityDomain domain) {
    return reads
        .secret(domain.getMetadata().getNamespace(), secretName(domain), Set.of(KEY))
        .filter(secret -> secret.getData() != null)
        .map(secret -> secret.getData().get(KEY))
        .map(ByteString::decodeBase64)
        .filter(key -> key.size() == BYTES);
  }

  private void create(IdentityDomain domain) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      client.resource(secret(domain, ByteString.of(bytes))).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private static Secret secret(IdentityDomain domain, ByteString key) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretName(domain))
        .withNamespace(domain.getMetadata().getNamespace())
        .withFinalizers(WellKnownNames.CREDENTIALS_FINALIZER)
        .addToLabels(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(domain.getApiVersion())
                .withKind(domain.getKind())
                .withName(domain.getMetadata().getName())
                .withUid(domain.getMetadata().getUid())
                .build())
        .endMetadata()
        .withType("Opaque")
        .addToData(KEY, key.base64())
        .build();
  }

  /** Whether a Secret has the name of such a key. */
  public static boolean isRecordKey(String secret) {
    return secret.startsWith(PREFIX);
  }

  /** The uid lets nobody create the Secret in advance. */
  public static String secretName(IdentityDomain domain) {
    return PREFIX + domain.getMetadata().getUid();
  }
}
