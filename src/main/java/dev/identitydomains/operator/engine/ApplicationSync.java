package dev.identitydomains.operator.engine;

import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.ApplicationPlanner;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.scim.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one App to its desired state: observe, plan, carry out. */
public final class ApplicationSync {

  private final ScimClient scim;
  private final AppReader reader;

  /** Works in the domain behind this client. */
  public ApplicationSync(ScimClient scim) {
    this.scim = scim;
    this.reader = new AppReader(scim);
  }

  /**
   * Makes the App as desired. When somebody else was faster, it looks again and plans anew.
   *
   * @throws dev.identitydomains.operator.scim.ScimException when a call fails
   */
  public Applied apply(DesiredApplication desired) {
    return Replan.whenOvertaken(() -> applyOnce(desired));
  }

  /**
   * Revokes the App's grants, deactivates and deletes it; one that is gone or not ours is left.
   *
   * @return what had to be done
   * @throws dev.identitydomains.operator.scim.ScimException when a call fails
   */
  public List<Change> delete(String clientId, OwnerTag owner) {
    var observed = reader.forDeletion(clientId);
    var plan = ApplicationPlanner.planDeletion(clientId, owner, observed);
    run(plan, observed);
    return plan.changes();
  }

  /** The App's current client secret; empty when it has none. */
  public Optional<Sensitive> secret(String appId) {
    return scim.get(ScimType.APP, appId, List.of("clientSecret"))
        .flatMap(app -> app.text("clientSecret"))
        .map(Sensitive::new);
  }

  private Applied applyOnce(DesiredApplication desired) {
    var observed = reader.candidates(desired);
    return switch (ApplicationPlanner.plan(desired, observed)) {
      case Refusal refusal -> new Applied.Refused(refusal);
      case Plan plan -> run(plan, observed);
    };
  }

  private Applied.Application run(Plan plan, List<ObservedApplication> observed) {
    var subject =
        observed.stream()
            .filter(app -> plan.subjectId().equals(Optional.of(app.ref().id())))
            .findFirst();
    var ref = subject.map(ObservedApplication::ref);
    var run =
        new ApplicationRun(
            scim,
            ref.orElseGet(() -> new AppRef("", Optional.empty(), Optional.empty())),
            subject.map(ObservedApplication::grants).orElse(Map.of()));
    plan.changes().forEach(run::carryOut);
    return run.result(plan.changes());
  }
}
