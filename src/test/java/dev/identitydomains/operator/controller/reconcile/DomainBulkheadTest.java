package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.calls.Requester;
import dev.identitydomains.operator.http.Waiting;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DomainBulkheadTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DomainBulkhead bulkhead = new DomainBulkhead(Waiting.WITHOUT_PERMIT, 1, START);

  @Test
  void resourcesFromBeforeStartHaveBackgroundPriority() {
    var old = app("old", START.minusSeconds(60), 1);
    assertThat(priority(old, null)).isEqualTo(Priority.BACKGROUND);
  }

  @Test
  void userChangesAreInteractive() {
    assertThat(priority(app("new", START.plusSeconds(60), 1), null))
        .isEqualTo(Priority.INTERACTIVE);
    var old = app("old", START.minusSeconds(60), 1);
    priority(old, 1L);
    old.getMetadata().setGeneration(2L);
    assertThat(priority(old, 1L)).isEqualTo(Priority.INTERACTIVE);
  }

  /** Creation timestamps know no fractions of a second. */
  @Test
  void resourceCreatedInSecondOfStartIsInteractive() {
    var late = new DomainBulkhead(Waiting.WITHOUT_PERMIT, 1, START.plusMillis(900));
    var priority =
        late.run(app("new", START, 1), "shop/main", () -> Requester.current().priority());
    assertThat(priority).isEqualTo(Priority.INTERACTIVE);
  }

  @Test
  void driftCorrectionHasBackgroundPriority() {
    assertThat(priority(app("new", START.plusSeconds(60), 1), 1L)).isEqualTo(Priority.BACKGROUND);
  }

  @Test
  void slowDomainDelaysNeitherOtherDomainsNorUserChanges() throws Exception {
    var release = new CountDownLatch(1);
    var inside = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() ->
          bulkhead.run(
              app("a", START.minusSeconds(1), 1),
              "shop/slow",
              () -> {
                inside.countDown();
                return await(release);
              }));
      inside.await();
      var second =
          CompletableFuture.supplyAsync(
              () -> run(app("b", START.minusSeconds(1), 1), "shop/slow"), threads);
      assertThat(run(app("c", START.minusSeconds(1), 1), "shop/other"))
          .isEqualTo(Priority.BACKGROUND);
      assertThat(run(app("d", START.plusSeconds(1), 1), "shop/slow"))
          .isEqualTo(Priority.INTERACTIVE);
      assertThat(second).isNotDone();
      release.countDown();
      assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void busyNamespaceDelaysNoOther() throws Exception {
    var release = new CountDownLatch(1);
    var inside = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() ->
          bulkhead.run(
              app("a", START.plusSeconds(1), 1),
              "shop/main",
              () -> {
                inside.countDown();
                return await(release);
              }));
      inside.await();
      var other = app("b", START.plusSeconds(1), 1);
      other.getMetadata().setNamespace("pay");
      assertThat(run(other, "shop/main")).isEqualTo(Priority.INTERACTIVE);
      release.countDown();
    }
  }

  private Priority priority(ClientApplication app, @Nullable Long observedGeneration) {
    app.setStatus(
        new ClientApplicationStatus(
            observedGeneration, null, null, null, null, null, null, null, null, null, null));
    return run(app, "shop/main");
  }

  private Priority run(ClientApplication app, String domain) {
    return bulkhead.run(app, domain, () -> Requester.current().priority());
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClientApplication app(String name, Instant created, long generation) {
    var app = new ClientApplication();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("shop")
            .withUid(name)
            .withCreationTimestamp(created.toString())
            .withGeneration(generation)
            .build());
    return app;
  }
}
