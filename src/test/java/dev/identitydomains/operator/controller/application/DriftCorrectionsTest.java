package dev.identitydomains.operator.controller.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.TestClock;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.engine.EngineFixture;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredApplicationBuilder;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedApplicationBuilder;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftCorrectionsTest {

  private static final AppChange PATCH =
      new AppChange.Patch(Map.of("description", AttributeValue.of("as declared")));

  private final TestClock clock = new TestClock();
  private final DriftCorrections corrections = new DriftCorrections(clock);
  private final ClientApplication orders = app("orders");
  @AutoClose private EngineFixture engine;
  private String appId = "";

  @BeforeEach
  void start() throws IOException {
    engine = EngineFixture.start();
    appId = engine.makeApp("orders", "{}");
  }

  @Test
  void admitThreeCorrections() {
    for (var i = 0; i < 3; i++) {
      assertThat(limit(orders)).isEmpty();
      corrections.add(orders);
    }
    assertThat(limit(orders)).isPresent();
    assertThat(limit(orders)).as("asked again").isPresent();
  }

  /** Item 10. */
  @Test
  void deletedApplicationIsForgotten() {
    correct(orders);
    assertThat(limit(orders)).isPresent();
    corrections.forget(orders);
    assertThat(limit(orders)).isEmpty();
  }

  @Test
  void limitNamesAttributesAndWriter() {
    engine.domain().edit("Apps", appId, "description", new TextNode("by hand"));
    correct(orders);
    assertThat(limit(orders).orElseThrow())
        .isInstanceOfSatisfying(
            Outcome.Stalled.class,
            stalled -> {
              assertThat(stalled.reason()).isEqualTo(Reason.DriftDetected);
              assertThat(stalled.message()).contains("description", " by ada.");
              assertThat(stalled.recheck()).isEqualTo(Interval.CORRECTION_WINDOW.duration());
            });
  }

  @Test
  void limitNamesNoWriterWhenUnknown() {
    correct(orders);
    var unknown = limit(orders).orElseThrow();
    assertThat(unknown.message()).contains("description").doesNotContain("null", " by .");
    engine.domain().remove(appId);
    assertThat(limit(orders)).contains(unknown);
  }

  @Test
  void limitThrowsWhereTheWriterCannotBeRead() {
    correct(orders);
    engine.domain().faults().arm("GET /admin/v1/Apps/", new Fault.Status(503), 1);
    assertThatThrownBy(() -> limit(orders)).isInstanceOf(CallException.class);
  }

  @Test
  void readNoWriterBelowTheLimit() {
    corrections.add(orders);
    corrections.add(orders);
    assertThat(limit(orders)).isEmpty();
    assertThat(engine.domain().calls()).isEmpty();
  }

  @Test
  void forgetCorrectionsAfterTheWindow() {
    correct(orders);
    clock.advance(Interval.CORRECTION_WINDOW.duration());
    assertThat(limit(orders)).as("at its end").isPresent();
    clock.advance(Duration.ofNanos(1));
    assertThat(limit(orders)).isEmpty();
    corrections.add(orders);
    assertThat(limit(orders)).isEmpty();
  }

  @Test
  void forgetOnlyCorrectionsBeforeTheWindow() {
    corrections.add(orders);
    clock.advance(Duration.ofMinutes(6));
    corrections.add(orders);
    corrections.add(orders);
    clock.advance(Duration.ofMinutes(6));
    assertThat(limit(orders)).isEmpty();
    corrections.add(orders);
    assertThat(limit(orders)).isPresent();
  }

  @Test
  void countEachResourceByItself() {
    correct(orders);
    assertThat(limit(app("invoices"))).isEmpty();
    var again = ResourceBuilder.application("orders").uid("later").status("observedGeneration: 1");
    assertThat(limit(again.build())).as("created anew").isEmpty();
  }

  @Test
  void admitCorrectionAfterChangeOfTheSpec() {
    correct(orders);
    orders.getMetadata().setGeneration(2L);
    assertThat(limit(orders)).isEmpty();
    assertThat(limit(ResourceBuilder.application("orders").build())).as("no status").isEmpty();
  }

  @Test
  void admitPlanWithoutSubjectOrChanges() {
    correct(orders);
    var create = new AppChange.Create(new DesiredApplicationBuilder().build());
    assertThat(limit(orders, new Plan<>(null, List.of(create)))).isEmpty();
    assertThat(limit(orders, new Plan<>(observed(), List.of()))).isEmpty();
  }

  private void correct(ClientApplication app) {
    for (var i = 0; i < 3; i++) {
      corrections.add(app);
    }
  }

  private Optional<Outcome> limit(ClientApplication app) {
    return limit(app, new Plan<>(observed(), List.of(PATCH)));
  }

  private Optional<Outcome> limit(
      ClientApplication app, Plan<ObservedApplication, AppChange> plan) {
    return corrections.limit(app, plan, engine.applications());
  }

  private ObservedApplication observed() {
    return new ObservedApplicationBuilder().id(appId).build();
  }

  private static ClientApplication app(String name) {
    return ResourceBuilder.application(name).status("observedGeneration: 1").build();
  }
}
