package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.Orphans;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources that use a domain: those of admitted namespaces, and those that have something in
 * the domain. To name a domain does not suffice.
 */
final class DomainUsers {

  private final ResourceGraph graph;
  private final DomainAccess access;
  private final AppOwners owners;
  private final Orphans orphans;
  private final GrantRecords records;
  private final DomainConnections domains;

  DomainUsers(
      ResourceGraph graph,
      DomainAccess access,
      AppOwners owners,
      Orphans orphans,
      GrantRecords records,
      DomainConnections domains) {
    this.graph = graph;
    this.access = access;
    this.owners = owners;
    this.orphans = orphans;
    this.records = records;
    this.domains = domains;
  }

  /** Forgets the IdentityDomains that went without the operator. */
  void forgetGone() {
    domains.closeOthers(key -> graph.domain(key).isPresent());
  }

  /** Whether the objects of a domain are known. */
  boolean isKnown(IdentityDomain domain) {
    return domains.connectionWithInventory(References.key(domain)).isPresent();
  }

  /** The applications and grants that use a domain. */
  List<HasMetadata> all(IdentityDomain domain) {
    return Stream.<HasMetadata>concat(
            applications(domain).stream(),
            graph.grantsIn(domain).stream()
                .filter(grant -> isAdmitted(grant, domain) || !records.of(grant).isEmpty()))
        .toList();
  }

  /** The applications that use a domain. */
  List<ClientApplication> applications(IdentityDomain domain) {
    return graph.applicationsOf(domain).stream()
        .filter(app -> isAdmitted(app, domain) || hasApp(app, domain))
        .toList();
  }

  /** The applications that have an App in a domain that does not admit their namespace any more. */
  List<ClientApplication> withdrawn(IdentityDomain domain) {
    return graph.applicationsOf(domain).stream()
        .filter(app -> !isAdmitted(app, domain) && hasApp(app, domain))
        .toList();
  }

  /** The missing owners of Apps, as far as the operator can tell. */
  Optional<List<String>> orphans(DomainConnection connection) {
    return orphans.in(connection);
  }

  private boolean isAdmitted(HasMetadata resource, IdentityDomain domain) {
    return access.isKnownToAdmit(References.key(domain), resource.getMetadata().getNamespace());
  }

  private boolean hasApp(ClientApplication app, IdentityDomain domain) {
    return domains
        .lastConnection(References.key(domain))
        .flatMap(connection -> connection.knownApplications().owned(owners.tag(app)))
        .isPresent();
  }
}
