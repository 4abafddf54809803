package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reconcile.ControllerServices;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.SecretLists;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The controller of IdentityDomains. */
@ControllerConfiguration(
    name = "identitydomain",
    finalizerName = "identitydomains.dev/identitydomain",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class IdentityDomainReconciler
    implements Reconciler<IdentityDomain>, Cleaner<IdentityDomain> {

  private static final String BY_SECRET = "secret";

  private final ControllerServices services;
  private final DomainSteps steps;

  public IdentityDomainReconciler(ControllerServices services) {
    this.services = services;
    var users =
        new DomainUsers(
            services.graph(),
            services.access(),
            services.owners(),
            services.orphans(),
            services.grantRecords(),
            services.domains());
    this.steps =
        new DomainSteps(
            new DomainProbe(
                services.domains(),
                new ConnectionSettingsReader(services.reads(), services.clock()),
                services.leastDriftCheck(),
                services.clock()),
            services.domains(),
            users,
            new CredentialsProtection(
                services.client(), services.reads(), services.graph(), services.namespaces()),
            services.wakeups(),
            new DomainReport(
                services.domains(),
                users,
                services.reporter(),
                services.events(),
                services.clock()),
            services.events());
  }

  @Override
  public List<EventSource<?, IdentityDomain>> prepareEventSources(
      EventSourceContext<IdentityDomain> context) {
    var cache = context.getPrimaryCache();
    cache.addIndexer(BY_SECRET, domain -> secretKeys(domain).toList());
    var credentials =
        InformerEventSourceConfiguration.from(Secret.class, IdentityDomain.class)
            .withName("credentials")
            .withLabelSelector(WellKnownNames.CREDENTIALS_LABEL)
            .withItemStore(
                TrimmedItemStore.forSecrets(
                    context.getControllerConfiguration().getInformerConfig().getNamespaces()))
            .withInformerListLimit(SecretLists.PAGE)
            .withSecondaryToPrimaryMapper(secret ->
                cache.byIndex(BY_SECRET, References.key(secret)).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((IdentityDomain domain) ->
                DomainSecrets.names(domain)
                    .map(name -> new ResourceID(name, domain.getMetadata().getNamespace()))
                    .collect(Collectors.toSet()))
            .build();
    return List.of(
        new InformerEventSource<>(credentials, context), services.graph().domains().join(cache));
  }

  @Override
  public UpdateControl<IdentityDomain> reconcile(
      IdentityDomain domain, Context<IdentityDomain> context) {
    return services.lifecycle().reconcile(domain, steps);
  }

  @Override
  public DeleteControl cleanup(IdentityDomain domain, Context<IdentityDomain> context) {
    return services.lifecycle().cleanup(domain, steps);
  }

  private static Stream<String> secretKeys(IdentityDomain domain) {
    return DomainSecrets.names(domain)
        .map(name -> domain.getMetadata().getNamespace() + "/" + name);
  }
}
