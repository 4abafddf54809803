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

/** A role that a ClientApplication defines. */
@JsonClassDescription(
    "An app role that a ClientApplication in the same namespace defines. ClientApplications get the role by spec.appRoles; groups, users and dynamic resource groups get it by an AppRoleGrant.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("AppRole")
@Plural("approles")
@ShortNames("approle")
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
    name = "APPLICATION",
    jsonPath = ".spec.applicationRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "ROLE ID",
    jsonPath = ".status.roleId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.applicationRef.name")
public final class AppRole extends CustomResource<AppRoleSpec, AppRoleStatus>
    implements Namespaced {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription("Desired state of the app role.")
  public AppRoleSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("Observed state of the app role. Set by the operator; read-only.")
  public AppRoleStatus getStatus() {
    return super.getStatus();
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setSpec(AppRoleSpec spec) {
    super.setSpec(spec);
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setStatus(@Nullable AppRoleStatus status) {
    super.setStatus(status);
  }
}
