package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.RecordKeys;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.kube.Namespaces;
import dev.identitydomains.operator.kube.SecretLists;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects the Secrets of a domain by a finalizer. When their namespace is deleted, an operator
 * that starts meanwhile still needs them to delete what the domain has. A Secret that is deleted
 * alone goes at once.
 */
final class CredentialsProtection {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialsProtection.class);

  private final KubernetesClient client;
  private final BoundedReads reads;
  private final ResourceGraph graph;
  private final Namespaces namespaces;

  CredentialsProtection(
      KubernetesClient client, BoundedReads reads, ResourceGraph graph, Namespaces namespaces) {
    this.client = client;
    this.reads = reads;
    this.graph = graph;
    this.namespaces = namespaces;
  }

  /** Protects the Secrets that a domain uses, and ends the protection of those it used. */
  void protect(IdentityDomain domain) {
    var used = names(domain).collect(Collectors.toSet());
    try {
      used.stream()
          .flatMap(name -> reads.secret(namespace(domain), name, Set.of()).stream())
          .forEach(secret -> protect(secret, domain));
      if (References.isChanged(domain)) {
        releaseUnused(domain, used);
      }
    } catch (KubernetesClientException e) {
      LOG.warn(
          "IdentityDomain {}: cannot protect its Secrets: {}",
          References.key(domain),
          FailureOutcomes.summary(e));
    }
  }

  private void protect(Secret secret, IdentityDomain domain) {
    if (!isUsable(secret)) {
      release(secret);
    } else if (secret.isMarkedForDeletion()) {
      if (!domain.isMarkedForDeletion() && !namespaces.isTerminating(namespace(domain))) {
        release(secret);
      }
    } else if (!secret.hasFinalizer(WellKnownNames.CREDENTIALS_FINALIZER)) {
      client
          .resource(secret)
          .accept(found -> found.addFinalizer(WellKnownNames.CREDENTIALS_FINALIZER));
    }
  }

  /** Whether its owner consents to its use, or the operator made it. */
  private static boolean isUsable(Secret secret) {
    return WellKnownNames.labels(secret).containsKey(WellKnownNames.CREDENTIALS_LABEL)
        || RecordKeys.isRecordKey(secret.getMetadata().getName());
  }

  /**
   * Ends the protection of the Secrets of a domain that is gone.
   *
   * @throws KubernetesClientException when Kubernetes refuses a write
   */
  void end(IdentityDomain domain) {
    releaseUnused(domain, Set.of());
  }

  /** Releases also the key of a domain that a backup has restored with another UID. */
  private void releaseUnused(IdentityDomain domain, Set<String> used) {
    var needed =
        Stream.concat(
                used.stream(),
                graph
                    .domainsIn(namespace(domain))
                    .filter(other -> !References.key(other).equals(References.key(domain)))
                    .flatMap(CredentialsProtection::names))
            .collect(Collectors.toSet());
    var secrets = client.secrets().inNamespace(namespace(domain));
    Consumer<Secret> release =
        secret -> {
          if (!needed.contains(secret.getMetadata().getName())) {
            release(secret);
          }
        };
    SecretLists.forEach(secrets.withLabel(WellKnownNames.CREDENTIALS_LABEL), release);
    SecretLists.forEach(
        secrets.withLabel(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY), release);
    names(domain)
        .filter(name -> !needed.contains(name))
        .flatMap(name -> reads.secret(namespace(domain), name, Set.of()).stream())
        .forEach(this::release); // it may have lost its label
  }

  private static Stream<String> names(IdentityDomain domain) {
    return Stream.concat(DomainSecrets.names(domain), Stream.of(RecordKeys.secretName(domain)));
  }

  private void release(Secret secret) {
    if (secret.hasFinalizer(WellKnownNames.CREDENTIALS_FINALIZER)) {
      client
          .resource(secret)
          .accept(found -> found.removeFinalizer(WellKnownNames.CREDENTIALS_FINALIZER));
    }
  }

  private static String namespace(IdentityDomain domain) {
    return domain.getMetadata().getNamespace();
  }
}
