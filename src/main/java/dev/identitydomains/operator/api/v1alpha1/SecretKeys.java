package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Other names for the keys of the Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeys(
    @JsonPropertyDescription("Key of the Secret that holds the type, oauth2.")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String type,
    @JsonPropertyDescription("Key that holds the provider, oci-identity-domain.")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String provider,
    @JsonPropertyDescription("Key that holds the OAuth client id.")
        @JsonProperty("client-id")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientId,
    @JsonPropertyDescription("Key that holds the client secret.")
        @JsonProperty("client-secret")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String clientSecret,
    @JsonPropertyDescription("Key that holds the issuer.")
        @JsonProperty("issuer-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String issuerUri,
    @JsonPropertyDescription("Key that holds the token endpoint.")
        @JsonProperty("token-uri")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String tokenUri,
    @JsonPropertyDescription("Key that holds the alias of the client's certificate.")
        @JsonProperty("key-id")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String keyId,
    @JsonPropertyDescription("Key that holds the client's certificate.")
        @JsonProperty("tls.crt")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String certificate,
    @JsonPropertyDescription("Key that holds the client's private key.")
        @JsonProperty("tls.key")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String privateKey) {

  /** The names of the Service Binding Specification. */
  public static final SecretKeys STANDARD =
      new SecretKeys(
          "type",
          "provider",
          "client-id",
          "client-secret",
          "issuer-uri",
          "token-uri",
          "key-id",
          "tls.crt",
          "tls.key");
}
