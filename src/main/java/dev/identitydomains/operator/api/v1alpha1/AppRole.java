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

/** A role that a ClientApplication defines. */
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
public final class AppRole extends CustomResource<AppRoleSpec, AppRoleStatus>
    implements Namespaced {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  public AppRoleSpec getSpec() {
    return super.getSpec();
  }
}
