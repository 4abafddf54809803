package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
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

/** A connection to one identity domain. */
@JsonClassDescription(
    "A connection to one OCI IAM identity domain: the URL of the domain, the OAuth client of the operator, and the namespaces whose resources may use the domain.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("IdentityDomain")
@Plural("identitydomains")
@ShortNames("idd")
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
    name = "URL",
    jsonPath = ".spec.url",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "ISSUER",
    jsonPath = ".status.issuer",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "APPLICATIONS",
    jsonPath = ".status.applications",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
public final class IdentityDomain extends CustomResource<IdentityDomainSpec, IdentityDomainStatus>
    implements Namespaced {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  @Required
  @JsonPropertyDescription("Desired state of the connection to the identity domain.")
  public IdentityDomainSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("Observed state of the identity domain. Set by the operator; read-only.")
  public IdentityDomainStatus getStatus() {
    return super.getStatus();
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setSpec(IdentityDomainSpec spec) {
    super.setSpec(spec);
  }

  @Override
  @JsonDeserialize(using = IfReadable.class)
  public void setStatus(IdentityDomainStatus status) {
    super.setStatus(status);
  }
}
