package dev.identitydomains.sandbox.kube;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The CustomResourceDefinitions of {@code crds/}. */
public final class Definitions {

  private Definitions() {}

  /** Creates the definitions from {@code crds/} and waits until their kinds are served. */
  public static void create(KubernetesClient client) throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("crds"), "*s.yaml")) {
      for (var file : files) {
        var definition = client.getKubernetesSerialization().unmarshal(Files.readString(file));
        var created = client.resource((CustomResourceDefinition) definition).create();
        client
            .resource(created)
            .waitUntilCondition(Definitions::isEstablished, 30, TimeUnit.SECONDS);
      }
    }
  }

  private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return Optional.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
