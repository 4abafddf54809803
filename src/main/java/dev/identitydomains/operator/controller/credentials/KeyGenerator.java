package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.KeyType;
import dev.identitydomains.operator.engine.calls.Batcher;
import dev.identitydomains.operator.http.Waiting;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Generates key pairs one at a time, in turns between namespaces, on a platform thread: each takes
 * a processor for up to some seconds, in which a virtual thread would keep all others from running.
 * Thread-safe.
 */
final class KeyGenerator {

  private static final Executor THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("key-generator").factory());

  private final Batcher<KeyType, KeyPair> queue =
      new Batcher<>(
          new Batcher.Bounds<>(1, 1, _ -> 1),
          next -> CompletableFuture.runAsync(next, THREAD).join(),
          KeyGenerator::generate);

  private final Waiting waiting;

  KeyGenerator(Waiting waiting) {
    this.waiting = waiting;
  }

  /** Generates a key pair; waits for those that others have asked for. */
  KeyPair generate(KeyType type) {
    return waiting.join(queue.submit(type));
  }

  private static void generate(List<Batcher.Item<KeyType, KeyPair>> items) {
    items.forEach(item -> item.result().complete(now(item.value())));
  }

  private static KeyPair now(KeyType type) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits(type));
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int bits(KeyType type) {
    return switch (type) {
      case RSA2048, Unknown -> 2048;
      case RSA3072 -> 3072;
      case RSA4096 -> 4096;
    };
  }
}
