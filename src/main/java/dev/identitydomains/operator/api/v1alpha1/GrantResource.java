package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** A resource that declares one Grant to a group, a user or a dynamic resource group. */
@JsonDeserialize(using = JsonDeserializer.None.class) // else that of its supertypes comes first
public sealed interface GrantResource extends HasMetadata permits AppRoleGrant, AppAssignment {

  /** The desired state; null when a stored object has none that can be read. */
  GrantSpec getSpec();

  /** The observed state; null before the first report. */
  GrantStatus getStatus();

  /** Replaces the observed state of this copy. */
  void setStatus(@Nullable GrantStatus status);
}
