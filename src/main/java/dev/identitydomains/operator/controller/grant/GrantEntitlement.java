package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.ObjectAdoptionPolicy;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.policy.Violation;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.translate.SpecCheck;
import java.util.Optional;

/** Whether a resource may have its grant: by consent of the application, and by policies. */
final class GrantEntitlement {

  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final DomainAccess access;

  GrantEntitlement(ResourceGraph graph, RoleReferences roles, DomainAccess access) {
    this.graph = graph;
    this.roles = roles;
    this.access = access;
  }

  /** Whether a resource may have its grant. */
  boolean isEntitled(GrantResource grant) {
    var domain = graph.domainOf(grant);
    return !domain.isEmpty()
        && access.isKnownToAdmit(domain, namespace(grant))
        && SpecCheck.problems(grant).isEmpty()
        && roles.denied(grant).isEmpty()
        && refusal(grant, domain, access.permissions(domain, namespace(grant))).isEmpty();
  }

  /** The outcome for a value that the policies of the domain do not permit; empty for none. */
  Optional<Outcome> refusal(GrantResource grant, String domain) {
    return refusal(grant, domain, access.permissions(domain, namespace(grant)))
        .flatMap(_ -> refusal(grant, domain, access.currentPermissions(domain, namespace(grant))));
  }

  private static String namespace(GrantResource grant) {
    return grant.getMetadata().getNamespace();
  }

  private static Optional<Outcome> refusal(
      GrantResource grant, String domain, Permissions permissions) {
    var adopts = grant.getSpec().adoptionPolicy() == ObjectAdoptionPolicy.ByName;
    return PolicyCheck.violation(grant.getSpec(), permissions)
        .or(() ->
            adopts && !References.isOwn(grant) && !permissions.permitsAdoption()
                ? Optional.of(new Violation("spec.adoptionPolicy", "ByName"))
                : Optional.empty())
        .map(violation -> DomainAccess.notPermitted(domain, violation));
  }
}
