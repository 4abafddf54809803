package dev.identitydomains.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
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
public final class ClientApplication
    extends CustomResource<ClientApplicationSpec, ClientApplicationStatus> implements Namespaced {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  public ClientApplicationSpec getSpec() {
    return super.getSpec();
  }
}
