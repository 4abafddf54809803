package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of the App. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientApplicationStatus(
    @JsonPropertyDescription("The generation that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and while they hold Reconciling and Stalled.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("The IdentityDomain that has the App, as namespace/name.")
        @Nullable String domain,
    @JsonPropertyDescription("Id of the App in the domain.") @Nullable String appId,
    @JsonPropertyDescription("OCID of the App.") @Nullable String ocid,
    @JsonPropertyDescription("OAuth client id.") @Nullable String clientId,
    @JsonPropertyDescription("Roles granted to the App.") @Nullable List<GrantedRole> appRoles,
    @JsonPropertyDescription("The Secret to bind to (Service Binding Specification).")
        @Nullable LocalRef binding,
    @JsonPropertyDescription("Since when the client secret is used (RFC 3339).")
        @Nullable String secretRotatedAt,
    @JsonPropertyDescription(
            "What the domain has otherwise than declared, where it is only observed.")
        @Nullable List<String> drift,
    @JsonPropertyDescription("When the App was last known to be as declared (RFC 3339).")
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
