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

/** One App in an identity domain: an OAuth client, a resource server, or both. */
@JsonClassDescription(
    "An App in an identity domain: an OAuth client, a resource server, or both, with the app roles granted to it. The operator creates the App, keeps it in the desired state, and writes its client id and client secret to a Secret in the same namespace.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("ClientApplication")
@Plural("clientapplications")
@ShortNames("clientapp")
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
    name = "DOMAIN",
    jsonPath = ".spec.domainRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "CLIENT ID",
    jsonPath = ".status.clientId",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "APP ID",
    jsonPath = ".status.appId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "LAST SYNC",
    jsonPath = ".status.lastSyncTime",
    type = AdditionalPrinterColumn.Type.DATE,
    priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.domainRef.name")
public final class ClientApplication
    extends CustomResource<ClientApplicationSpec, ClientApplicationStatus> implements Namespaced {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription(
      "Desired state of the App. For a field that is not set and has no default, the operator neither compares nor changes the attribute of the App.")
  public ClientApplicationSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("Observed state of the App. Set by the operator; read-only.")
  public ClientApplicationStatus getStatus() {
    return super.getStatus();
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setSpec(ClientApplicationSpec spec) {
    super.setSpec(spec);
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setStatus(ClientApplicationStatus status) {
    super.setStatus(status);
  }
}
