package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rare attributes of an App, by their names in the REST API. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExtraAttributes(
    @JsonPropertyDescription("URL of the service that the domain calls for the App.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String callbackServiceUrl,
    @JsonPropertyDescription(
            "Names of services of Oracle Cloud whose request signatures authenticate the client in place of its credentials.")
        @Size(max = 16)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String>
            delegatedServiceNames,
    @JsonPropertyDescription("Whether tokens of \"keep me signed in\" are not for the App.")
        @Nullable Boolean disableKmsiTokenAuthentication,
    @JsonPropertyDescription("Whether users may sign in to the App.")
        @Nullable Boolean isLoginTarget,
    @JsonPropertyDescription("Whether the App is for mobile devices.")
        @Nullable Boolean isMobileTarget,
    @JsonPropertyDescription("Whether the App handles obligations.")
        @Nullable Boolean isObligationCapable,
    @JsonPropertyDescription("URL at which the domain links accounts of users.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String linkingCallbackUrl,
    @JsonPropertyDescription("Protocol of the sign-in, for example OIDC.")
        @Pattern("^[A-Za-z0-9_-]*$")
        @Size(max = 64)
        @Nullable String loginMechanism) {}
