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

/** A grant of an App as a whole to a group, a user or a dynamic resource group. */
@JsonClassDescription(
    "The assignment of an application to a group or a user: who may use it. With client.requireAssignment, nobody else may sign in to it.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("AppAssignment")
@Plural("appassignments")
@ShortNames("appassignment")
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
    name = "CLIENT ID",
    jsonPath = ".spec.externalApplication.clientId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "DISPLAY NAME",
    jsonPath = ".spec.externalApplication.displayName",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "GRANT ID",
    jsonPath = ".status.grantId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.domainRef.name")
@AdditionalSelectableField(jsonPath = ".spec.applicationRef.name")
public final class AppAssignment extends CustomResource<AppAssignmentSpec, GrantStatus>
    implements Namespaced, GrantResource {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription("Desired state of the assignment: the application and its grantee.")
  public AppAssignmentSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("Observed state of the assignment. Set by the operator; read-only.")
  public GrantStatus getStatus() {
    return super.getStatus();
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setSpec(AppAssignmentSpec spec) {
    super.setSpec(spec);
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setStatus(@Nullable GrantStatus status) {
    super.setStatus(status);
  }
}
