package dev.identitydomains.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** S4: {@code /livez} fails when a thread is dead that nothing replaces. */
class LivenessTest {

  private final CountDownLatch died = new CountDownLatch(1);
  private final Liveness liveness = new Liveness();

  private void watch(Thread thread) {
    thread.setUncaughtExceptionHandler((dead, cause) -> {
      liveness.uncaughtException(dead, cause);
      died.countDown();
    });
  }

  @Test
  void deadTimerFailsTheProbe() throws Exception {
    var timer = new Timer(true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            watch(Thread.currentThread());
            throw new IllegalStateException("the executor is full");
          }
        },
        0);
    died.await();
    assertThat(livez()).startsWith("503 thread Timer-");
  }

  @Test
  void errorOfReconciliationFailsTheProbe() throws Exception {
    var factory = Thread.ofVirtual().name("reconcile-7").factory();
    try (var executor =
        Executors.newThreadPerTaskExecutor(task -> {
          var thread = factory.newThread(task);
          watch(thread);
          return thread;
        })) {
      executor.execute(() -> {
        throw new OutOfMemoryError("Java heap space");
      });
      died.await();
    }
    assertThat(livez()).isEqualTo("503 thread reconcile-7 died of java.lang.OutOfMemoryError");
  }

  @Test
  void exceptionOfReplaceableThreadLeavesTheProbe() throws Exception {
    liveness.uncaughtException(new Thread("OkHttp TaskRunner"), new IllegalStateException("odd"));
    assertThat(livez()).isEqualTo("200 ok");
  }

  private String livez() throws Exception {
    try (var probes = Probes.start(0, liveness, () -> true);
        var client = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:" + probes.port() + "/livez");
      var reply = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body();
    }
  }
}
