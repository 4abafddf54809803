package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Builds a custom resource in namespace {@code shop}, of generation 1, with its name as uid. Spec
 * and status are YAML; a resource has neither by default.
 */
public final class ResourceBuilder<R extends CustomResource<S, T>, S, T> {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final R resource;
  private final Class<S> specType;
  private final Class<T> statusType;
  private final ObjectMetaBuilder metadata =
      new ObjectMetaBuilder().withNamespace("shop").withGeneration(1L);

  private ResourceBuilder(R resource, Class<S> specType, Class<T> statusType, String name) {
    this.resource = resource;
    this.specType = specType;
    this.statusType = statusType;
    metadata.withName(name).withUid(name);
  }

  public static ResourceBuilder<IdentityDomain, IdentityDomainSpec, IdentityDomainStatus> domain(
      String name) {
    return new ResourceBuilder<>(
        new IdentityDomain(), IdentityDomainSpec.class, IdentityDomainStatus.class, name);
  }

  public static ResourceBuilder<ClientApplication, ClientApplicationSpec, ClientApplicationStatus>
      application(String name) {
    return new ResourceBuilder<>(
        new ClientApplication(), ClientApplicationSpec.class, ClientApplicationStatus.class, name);
  }

  public static ResourceBuilder<AppRole, AppRoleSpec, AppRoleStatus> role(String name) {
    return new ResourceBuilder<>(new AppRole(), AppRoleSpec.class, AppRoleStatus.class, name);
  }

  public static ResourceBuilder<AppRoleGrant, AppRoleGrantSpec, GrantStatus> grant(String name) {
    return new ResourceBuilder<>(
        new AppRoleGrant(), AppRoleGrantSpec.class, GrantStatus.class, name);
  }

  public ResourceBuilder<R, S, T> namespace(String namespace) {
    metadata.withNamespace(namespace);
    return this;
  }

  public ResourceBuilder<R, S, T> uid(String uid) {
    metadata.withUid(uid);
    return this;
  }

  public ResourceBuilder<R, S, T> generation(@Nullable Long generation) {
    metadata.withGeneration(generation);
    return this;
  }

  public ResourceBuilder<R, S, T> annotation(String name, String value) {
    metadata.addToAnnotations(name, value);
    return this;
  }

  /** Marks the resource for deletion. */
  public ResourceBuilder<R, S, T> deleted() {
    metadata.withDeletionTimestamp("2026-01-01T00:00:00Z");
    return this;
  }

  public ResourceBuilder<R, S, T> spec(String yaml) {
    resource.setSpec(read(yaml, specType));
    return this;
  }

  public ResourceBuilder<R, S, T> status(String yaml) {
    resource.setStatus(read(yaml, statusType));
    return this;
  }

  private static <V> V read(String yaml, Class<V> type) {
    try {
      return YAML.readValue(yaml, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public R build() {
    resource.setMetadata(metadata.build());
    return resource;
  }
}
