package dev.identitydomains.operator.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.engine.EngineFixture;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredApplicationBuilder;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.sandbox.domain.Fault;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** Grants of one plan go out in parallel: the failure of one hides no other. */
class ParallelGrantsTest {

  @RepeatedTest(3)
  void refusedGrantHidesNoUnconfirmedOne() throws Exception {
    try (var engine = EngineFixture.start()) {
      var api = engine.makeApp("api", "{}");
      var roles =
          IntStream.range(0, 6)
              .mapToObj(i ->
                  new Role(
                      api,
                      engine.make(
                          "AppRoles",
                          "{displayName: r%d, availableToClients: true, app: {value: %s}}"
                              .formatted(i, api))))
              .toArray(Role[]::new);
      var sync = engine.applications();
      engine.reader().readAll();
      var plain =
          new DesiredApplicationBuilder()
              .template("CustomWebAppTemplateId")
              .attribute("displayName", "Orders");
      var desired = plain.build();
      sync.execute(plan(sync, desired), desired, _ -> false, _ -> {});
      var granted = plain.exactRoles(roles).build();
      var count = new AtomicInteger();
      engine
          .domain()
          .faults()
          .drawFrom(line ->
              !line.equals("POST /admin/v1/Grants")
                  ? Optional.empty()
                  : Optional.of(
                      count.incrementAndGet() < 6
                          ? new Fault.Status(403)
                          : new Fault.StatusAfterChange(500)));
      assertThatThrownBy(() -> sync.execute(plan(sync, granted), granted, _ -> false, _ -> {}))
          .isInstanceOf(CallException.class);
      engine.domain().faults().clear();
      sync.refreshIfUnconfirmed(granted);
      var inDomain =
          engine
              .domain()
              .resources("Grants")
              .map(JsonNode.class::cast)
              .filter(g ->
                  g.at("/grantee/value")
                      .asText()
                      .equals(engine.domain().app("orders").path("id").asText()))
              .map(g -> g.path("id").asText())
              .toList();
      assertThat(inDomain).hasSize(1);
      assertThat(engine.inventory().applications("orders", "").getFirst().grants().keySet())
          .containsExactlyElementsOf(inDomain);
    }
  }

  @SuppressWarnings("unchecked")
  private static Plan<ObservedApplication, AppChange> plan(
      ApplicationSync sync, DesiredApplication desired) {
    return (Plan<ObservedApplication, AppChange>) sync.plan(desired, _ -> false);
  }
}
