package dev.identitydomains.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.RequeuePolicy;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A map that forgets nothing is seen. */
class CensusTest {

  @Test
  void mapsOfOperatorAreCounted() {
    var policy = new RequeuePolicy(Random::new);
    var empty = Census.of(policy);
    for (var i = 0; i < 10; i++) {
      var app = new ClientApplication();
      app.getMetadata().setUid("uid-" + i);
      policy.after(app, new Outcome.Retrying(Reason.DomainUnavailable, "m"), Duration.ofHours(1));
    }
    assertThat(empty.sizes()).containsEntry("RequeuePolicy.retries", 0);
    assertThat(Census.of(policy).above(empty, 9))
        .containsExactly("RequeuePolicy.retries has 10 entries");
    assertThat(Census.of(policy).above(empty, 10)).isEmpty();
  }
}
