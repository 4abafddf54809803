package dev.identitydomains.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** The custom resources of the benchmark. */
record Fleet(KubernetesClient client, int size) {

  static final String NAMESPACE = "bench";
  private static final int AT_A_TIME = 16;

  static String clientId(int number) {
    return "app_" + number;
  }

  /** Whether the application of this number has a role: every second one. */
  static boolean hasRole(int number) {
    return number % 2 == 0;
  }

  /** The number of writes to the domain: one App each, and a Grant for half of them. */
  int writes() {
    return size + (int) IntStream.range(0, size).filter(Fleet::hasRole).count();
  }

  void createApplications() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
    client.resource(namespace.build()).create();
    var permits = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < size; i++) {
        var number = i;
        permits.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            client.resource(application(number)).create();
          } finally {
            permits.release();
          }
        });
      }
    }
  }

  private static GenericKubernetesResource application(int number) {
    var roles = hasRole(number) ? "\n  appRoles: [{role: User Administrator}]" : "";
    return parse(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: app-%1$d, namespace: bench}
        spec:
          domainRef: {name: main}
          clientId: app_%1$d
          displayName: Application %1$d
          description: Application number %1$d of the benchmark
          client:
            type: Confidential
            grantTypes: [client_credentials, authorization_code]
            redirectUris: ["https://app-%1$d.example.com/callback"]%2$s
        """
            .formatted(number, roles));
  }

  void connectDomain(URI url, String type, String clientId, String secret, String interval) {
    var credentials =
        new SecretBuilder()
            .withNewMetadata()
            .withName("domain-admin")
            .withNamespace(NAMESPACE)
            .addToLabels("identitydomains.dev/credentials", "")
            .endMetadata()
            .addToStringData("client-id", clientId)
            .addToStringData("client-secret", secret);
    client.resource(credentials.build()).create();
    client
        .resource(
            parse(
                """
                apiVersion: identitydomains.dev/v1alpha1
                kind: IdentityDomain
                metadata: {name: main, namespace: bench}
                spec:
                  url: %s
                  type: %s
                  driftCheckInterval: %s
                  credentials: {clientSecret: {secretRef: {name: domain-admin}}}
                """
                    .formatted(url, type, interval)))
        .create();
  }

  /** The number of Ready ClientApplications in the API server. */
  long ready() {
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup("identitydomains.dev")
            .withVersion("v1alpha1")
            .withKind("ClientApplication")
            .withPlural("clientapplications")
            .withNamespaced(true)
            .build();
    return client
        .genericKubernetesResources(context)
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(app -> "True".equals(app.get("status", "conditions", 0, "status")))
        .count();
  }

  private static GenericKubernetesResource parse(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
