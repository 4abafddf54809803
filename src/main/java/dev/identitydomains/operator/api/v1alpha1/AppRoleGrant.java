package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A grant of a role to a group, a user or a dynamic resource group. */
@JsonClassDescription(
    "A grant of one app role to a group, a user or a dynamic resource group. A ClientApplication or the identity domain itself defines the role.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("AppRoleGrant")
@Plural("approlegrants")
@ShortNames("approlegrant")
@Categories("identity")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "REASON",
    jsonPath = ".status.conditions[?(@.type=='Ready')].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "PAUSED",
    jsonPath = ".status.conditions[?(@.type=='Paused')].status",
    priority = 1,
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "ROLE",
    jsonPath = ".spec.role.role",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "GROUP",
    jsonPath = ".spec.grantee.group",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "USER",
    jsonPath = ".spec.grantee.user",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "RESOURCE GROUP",
    jsonPath = ".spec.grantee.dynamicResourceGroup",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "GRANT ID",
    jsonPath = ".status.grantId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.domainRef.name")
@AdditionalSelectableField(jsonPath = ".spec.role.application.name")
public final class AppRoleGrant extends CustomResource<AppRoleGrantSpec, GrantStatus>
    implements Namespaced, GrantResource {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription("Desired state of the grant: the role and its grantee.")
  public AppRoleGrantSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("Observed state of the grant. Set by the operator; read-only.")
  public GrantStatus getStatus() {
    return super.getStatus();
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setSpec(AppRoleGrantSpec spec) {
    super.setSpec(spec);
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setStatus(@Nullable GrantStatus status) {
    super.setStatus(status);
  }
}
