package dev.identitydomains.operator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RolePlanner;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds AppRoles and brings one to its desired state. */
public final class RoleSync {

  private final ScimClient scim;

  /** Works in the domain behind this client. */
  public RoleSync(ScimClient scim) {
    this.scim = scim;
  }

  /** The roles of these names, with one call; those that do not exist are left out. */
  public Map<RoleName, Role> find(Collection<RoleName> names) {
    var found = new HashMap<RoleName, Role>();
    names.stream()
        .map(RoleSync::filter)
        .reduce(Filter::or)
        .map(filter -> scim.list(ScimType.APP_ROLE, filter, List.of("id", "displayName", "app")))
        .orElse(List.of())
        .forEach(role -> {
          var appId = role.json().path("app").path("value").asText();
          var name = new RoleName(appId, role.text("displayName").orElse(""));
          found.put(name, new Role(appId, role.id()));
        });
    return found;
  }

  /**
   * Makes the role as desired.
   *
   * @throws dev.identitydomains.operator.scim.ScimException when a call fails
   */
  public Applied apply(DesiredRole desired) {
    return Replan.whenOvertaken(() -> applyOnce(desired));
  }

  /**
   * Deletes the role; one that is gone counts as deleted.
   *
   * @return what had to be done
   * @throws dev.identitydomains.operator.scim.ScimException when a call fails
   */
  public List<Change> delete(RoleName name) {
    var plan = RolePlanner.planDeletion(observe(name, Map.of()));
    plan.subjectId().ifPresent(id -> scim.delete(ScimType.APP_ROLE, id));
    return plan.changes();
  }

  private Applied applyOnce(DesiredRole desired) {
    var declared = new HashMap<>(desired.fixed());
    declared.putAll(desired.attributes());
    var name = new RoleName(desired.applicationId(), desired.displayName());
    var observed = observe(name, declared);
    return switch (RolePlanner.plan(desired, observed)) {
      case Refusal refusal -> new Applied.Refused(refusal);
      case Plan plan -> run(plan, observed);
    };
  }

  private Applied run(Plan plan, Optional<ObservedRole> observed) {
    var result =
        new Applied.AppRole(
            plan.subjectId().orElse(""),
            observed.flatMap(ObservedRole::uniqueName),
            plan.changes());
    for (var change : plan.changes()) {
      if (change instanceof Change.CreateRole create) {
        var made = create(create.role());
        result = new Applied.AppRole(made.id(), made.text("uniqueName"), plan.changes());
      } else if (change instanceof Change.PatchRole patch) {
        scim.replaceAttributes(
            ScimType.APP_ROLE,
            result.roleId(),
            plan.version().orElse(null),
            AttributeJson.write(patch.attributes()));
      }
    }
    return result;
  }

  private ScimResource create(DesiredRole role) {
    var body = JsonNodeFactory.instance.objectNode();
    body.setAll(AttributeJson.write(role.fixed()));
    body.setAll(AttributeJson.write(role.attributes()));
    body.put("displayName", role.displayName());
    body.putObject("app").put("value", role.applicationId());
    return scim.create(ScimType.APP_ROLE, body);
  }

  private Optional<ObservedRole> observe(RoleName name, Map<String, AttributeValue> declared) {
    var attributes =
        Stream.concat(
            Stream.of("id", "meta", "uniqueName", "displayName"), declared.keySet().stream());
    return scim.list(ScimType.APP_ROLE, filter(name), attributes.toList()).stream()
        .findFirst()
        .map(role ->
            new ObservedRole(
                role.id(),
                role.version(),
                role.text("uniqueName"),
                AttributeJson.read(role, declared)));
  }

  private static Filter filter(RoleName name) {
    return Filter.eq("app.value", name.applicationId())
        .and(Filter.eq("displayName", name.displayName()));
  }
}
