package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads Secrets and ConfigMaps, of which everybody who may write one can make 1 MB: a few at a
 * time, and nothing is kept but what is asked for. Thread-safe.
 */
public final class BoundedReads {

  /** The most characters of a value of a Secret, in base64. Ours have some 6 KB without files. */
  public static final int LARGEST_SECRET = 64 << 10;

  private static final int READERS = 8;

  private final KubernetesClient client;
  private final Semaphore readers = new Semaphore(READERS);

  public BoundedReads(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads a Secret from the API server.
   *
   * @param keys the only keys to keep of its data
   * @return without {@code managedFields} and without the values that are too large; empty for none
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when Kubernetes refuses
   */
  public Optional<Secret> secret(String namespace, String name, Set<String> keys) {
    return secret(namespace, name, _ -> keys);
  }

  /** Reads a Secret as above, of which it depends on the Secret which keys are kept. */
  public Optional<Secret> secret(
      String namespace, String name, Function<Secret, Set<String>> keys) {
    return read(() ->
        Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
            .map(secret -> trimmed(secret, keys.apply(secret))));
  }

  /**
   * Reads one value of a ConfigMap from the API server.
   *
   * @param most the most characters; of a longer value there is one more
   * @return empty without the ConfigMap or the key
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when Kubernetes refuses
   */
  public Optional<String> configValue(String namespace, String name, String key, int most) {
    return read(() ->
        Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
            .map(ConfigMap::getData)
            .map(data -> data.get(key))
            .map(value -> value.substring(0, Math.min(value.length(), most + 1))));
  }

  /** Removes what is not asked for from a Secret. */
  public static Secret trimmed(Secret secret, Set<String> keys) {
    secret.getMetadata().setManagedFields(List.of());
    if (secret.getData() != null) {
      var data = new HashMap<>(secret.getData());
      data.keySet().retainAll(keys);
      data.values().removeIf(value -> value == null || value.length() > LARGEST_SECRET);
      secret.setData(data);
    }
    return secret;
  }

  private <T> T read(Supplier<T> call) {
    readers.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      readers.release();
    }
  }
}
