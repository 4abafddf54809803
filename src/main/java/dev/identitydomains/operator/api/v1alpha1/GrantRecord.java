package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A grant that the operator is about to create, has created, or has adopted. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantRecord(
    @JsonPropertyDescription("Type of the grantee.") @Required GranteeKind granteeType,
    @JsonPropertyDescription("Id of the grantee in the domain.") @Required String granteeId,
    @JsonPropertyDescription("Id of the AppRole in the domain. Not set for an AppAssignment.")
        @Nullable String roleId,
    @JsonPropertyDescription("Id of the App in the domain. Set for an AppAssignment alone.")
        @Nullable String appId,
    @JsonPropertyDescription(
            "Id of the Grant in the domain. If this field is not set, the operator is about to create the grant.")
        @Nullable String grantId,
    @JsonPropertyDescription("Whether the grant existed before this resource.")
        @Nullable Boolean adopted,
    @JsonPropertyDescription(
            "Signature of the operator, without which it ignores the record: only the operator may say which grants it created.")
        @Required
        String signature) {}
