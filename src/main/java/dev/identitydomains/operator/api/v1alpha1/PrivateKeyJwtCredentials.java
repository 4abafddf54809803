package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A client that signs assertions with the key of a certificate in the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PrivateKeyJwtCredentials(
    @JsonPropertyDescription("Client id of the operator's OAuth client.")
        @Required
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        String clientId,
    @JsonPropertyDescription(
            "Alias of the client's certificate in the domain, which the operator sends as kid.")
        @Required
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        String keyId,
    @JsonPropertyDescription(
            "Secret in the same namespace, with the label identitydomains.dev/credentials and the private key of the certificate in PEM: RSA of 2,048 to 4,096 bits, or elliptic of the curve P-256. The default of key is tls.key.")
        @Required
        SecretKeyRef secretRef,
    @JsonPropertyDescription(
            "The only audience of the assertions. By default they name the domain's URL, its issuer and https://identity.oraclecloud.com/.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 2048)
        @Nullable String audience) {}
