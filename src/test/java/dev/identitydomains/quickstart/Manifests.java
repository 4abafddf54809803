package dev.identitydomains.quickstart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Applies a folder of YAML files to the cluster. */
final class Manifests {

  private final KubernetesClient client;
  private final Path folder;
  private final String domainUrl;
  private List<HasMetadata> applied = List.of();

  Manifests(KubernetesClient client, Path folder, String domainUrl) {
    this.client = client;
    this.folder = folder;
    this.domainUrl = domainUrl;
  }

  /** Applies every object of the folder, and deletes objects that were removed from it. */
  void sync() throws IOException {
    var wanted = read();
    for (var item : wanted) {
      try {
        client.resource(item).fieldManager("sandbox").forceConflicts().serverSideApply();
      } catch (KubernetesClientException e) {
        System.out.printf("%s: %s%n", name(item), e.getMessage());
      }
    }
    var names = wanted.stream().map(Manifests::name).toList();
    for (var gone : applied.reversed()) {
      if (!names.contains(name(gone))) {
        client.resource(gone).delete();
      }
    }
    applied = wanted;
  }

  /** The applied objects of the operator's kinds. */
  List<GenericKubernetesResource> own() {
    return applied.stream()
        .filter(item -> item.getApiVersion().startsWith("identitydomains.dev/"))
        .map(GenericKubernetesResource.class::cast)
        .toList();
  }

  private List<HasMetadata> read() throws IOException {
    var items = new ArrayList<HasMetadata>();
    try (var files = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
      var sorted = new ArrayList<Path>();
      files.forEach(sorted::add);
      for (var file : sorted.stream().sorted().toList()) {
        var text = Files.readString(file).replace(Quickstart.EXAMPLE_URL, domainUrl);
        var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        items.addAll(client.load(stream).items());
      }
    } catch (RuntimeException e) {
      System.out.printf("%s cannot be read: %s%n", folder, e.getMessage());
      return applied;
    }
    return items;
  }

  private static String name(HasMetadata item) {
    var metadata = item.getMetadata();
    return String.join("/", item.getKind(), metadata.getNamespace(), metadata.getName());
  }
}
