package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the App acts as an OAuth resource server. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.scopes) || self.scopes.all(s, self.scopes.exists_one(o, o.value == s.value))",
    message = "each scope value must be there once")
public record ResourceServer(
    @JsonPropertyDescription("The primary audience, a prefix of every scope.")
        @Required
        @Size(min = 1, max = 255)
        String audience,
    @JsonPropertyDescription("Scopes that clients may request.") @Size(max = 100)
        @Nullable List<ResourceScope> scopes,
    @JsonPropertyDescription("Life of access tokens, for example 1h.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 21)
        @Nullable String accessTokenLifetime,
    @JsonPropertyDescription("Life of refresh tokens, for example 168h.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 21)
        @Nullable String refreshTokenLifetime,
    @JsonPropertyDescription("Whether refresh tokens are issued.")
        @Nullable Boolean offlineAccess) {}
