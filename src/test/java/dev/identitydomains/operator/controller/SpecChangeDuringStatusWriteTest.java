package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpecChangeDuringStatusWriteTest {

  /** Some versions of the framework drop events that arrive while the controller writes. */
  @Test
  void lastSpecChangeReachesDomain() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(OperatorFixture.ORDERS);
      cluster.awaitReady("orders");
      for (var round = 0; round < 40; round++) {
        var wanted = "round " + round;
        var seen =
            cluster
                .client()
                .resources(ClientApplication.class)
                .inNamespace(OperatorFixture.NAMESPACE)
                .withName("orders")
                .get();
        cluster.apply(OperatorFixture.ORDERS + "  description: %s, first\n".formatted(wanted));
        // the status write of the first edit is what the second one coincides with
        cluster.await(
            ClientApplication.class,
            "orders",
            app -> app.getMetadata().getGeneration() > seen.getMetadata().getGeneration());
        cluster.apply(OperatorFixture.ORDERS + "  description: %s\n".formatted(wanted));
        cluster.awaitReady("orders");
        assertThat(cluster.domain().app("orders").path("description").asText()).isEqualTo(wanted);
      }
    }
  }
}
