package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether the objects of deleted resources stay: by resource, by domain, by operator. */
public final class DeletionPolicies {

  private final ResourceGraph graph;
  private final DeletionPolicy operatorDefault;

  /**
   * @param operatorDefault for resources and domains without a policy of their own
   */
  public DeletionPolicies(ResourceGraph graph, DeletionPolicy operatorDefault) {
    this.graph = graph;
    this.operatorDefault = operatorDefault;
  }

  /**
   * Whether the object of a deleted resource stays.
   *
   * @param declared the policy of the resource; null for none
   * @param domain {@code namespace/name} of its domain
   */
  public boolean retains(@Nullable DeletionPolicy declared, String domain) {
    var policy =
        Optional.ofNullable(declared)
            .or(() -> graph.domainSpec(domain).map(IdentityDomainSpec::deletionPolicy))
            .orElse(operatorDefault);
    return DeletionPolicy.isRetaining(policy);
  }
}
