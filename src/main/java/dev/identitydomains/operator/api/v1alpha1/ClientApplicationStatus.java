package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observed state of the App. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientApplicationStatus(
    @JsonPropertyDescription(
            "Generation (metadata.generation) that this status describes; -1 before the first reconciliation.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Conditions of the resource: Ready always, the others only while they are True.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("IdentityDomain of the App, as namespace/name.")
        @Nullable String domain,
    @JsonPropertyDescription("Id of the App in the domain.") @Nullable String appId,
    @JsonPropertyDescription("OCID of the App in Oracle Cloud Infrastructure.")
        @Nullable String ocid,
    @JsonPropertyDescription("OAuth client id of the App.") @Nullable String clientId,
    @JsonPropertyDescription("App roles of spec.appRoles that are granted to the App.")
        @Nullable List<GrantedRole> appRoles,
    @JsonPropertyDescription(
            "Secret with the client's credentials, for the Service Binding Specification (Provisioned Service).")
        @Nullable LocalRef binding,
    @JsonPropertyDescription("Time since which the client secret is in use (RFC 3339).")
        @Nullable String secretRotatedAt,
    @JsonPropertyDescription(
            "Attributes of the App that differ from the spec while managementPolicy is Observe; (missing) means that the App does not exist, (owner) that it lacks the owner tag.")
        @Nullable List<String> drift,
    @JsonPropertyDescription(
            "Time at which the App last had the desired state (RFC 3339). If nothing changes, the operator renews it once an hour.")
        @Nullable String lastSyncTime) {

  /** The status of a resource before its first reconciliation. */
  public static final ClientApplicationStatus NONE =
      new ClientApplicationStatus(null, null, null, null, null, null, null, null, null, null, null);

  /** A copy with the report of a reconciliation. */
  public ClientApplicationStatus withReport(
      @Nullable Long generation, List<StatusCondition> reported, @Nullable String syncTime) {
    return new ClientApplicationStatus(
        generation,
        reported,
        domain,
        appId,
        ocid,
        clientId,
        appRoles,
        binding,
        secretRotatedAt,
        drift,
        syncTime);
  }

  /** A copy with another App. */
  public ClientApplicationStatus withApp(
      @Nullable String domainKey,
      @Nullable String id,
      @Nullable String ocidOfApp,
      @Nullable String clientIdOfApp) {
    return new ClientApplicationStatus(
        observedGeneration,
        conditions,
        domainKey,
        id,
        ocidOfApp,
        clientIdOfApp,
        appRoles,
        binding,
        secretRotatedAt,
        drift,
        lastSyncTime);
  }

  /** A copy with other granted roles, and with the attributes that differ from the spec. */
  public ClientApplicationStatus withState(
      @Nullable List<GrantedRole> granted, @Nullable List<String> differing) {
    return new ClientApplicationStatus(
        observedGeneration,
        conditions,
        domain,
        appId,
        ocid,
        clientId,
        granted,
        binding,
        secretRotatedAt,
        differing,
        lastSyncTime);
  }

  /** A copy with another Secret, and with the time of its last rotation. */
  public ClientApplicationStatus withCredentials(
      @Nullable LocalRef secret, @Nullable String rotatedAt) {
    return new ClientApplicationStatus(
        observedGeneration,
        conditions,
        domain,
        appId,
        ocid,
        clientId,
        appRoles,
        secret,
        rotatedAt,
        drift,
        lastSyncTime);
  }
}
