package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The presentation of an App to users of the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Portal(
    @JsonPropertyDescription(
            "Whether the App is in the list My Apps of its users. The default of a new App is true for the grant types authorization_code and implicit, else false; later, an unset value changes nothing.")
        @Nullable Boolean show,
    @JsonPropertyDescription("URL that My Apps opens for the App.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String landingPage,
    @JsonPropertyDescription("URL of the home page of the application.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String homePage,
    @JsonPropertyDescription("URL of the logo of the product.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String logo,
    @JsonPropertyDescription("URL of the icon of the App.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String icon,
    @JsonPropertyDescription("Name of the product.") @Pattern(SpecRules.TEXT) @Size(max = 125)
        @Nullable String productName,
    @JsonPropertyDescription("Email address of the contact for the application.")
        @Pattern(SpecRules.EMAIL)
        @Size(max = 254)
        @Nullable String contactEmail,
    @JsonPropertyDescription("URL of the privacy policy, for the consent page.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String privacyPolicy,
    @JsonPropertyDescription("URL of the terms of service, for the consent page.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String termsOfService,
    @JsonPropertyDescription("URL of the sign-in page of the application.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String loginPage,
    @JsonPropertyDescription("URL of the page after a logout.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String logoutPage,
    @JsonPropertyDescription("URL of the page for errors.")
        @Pattern(SpecRules.WEB_URL)
        @Size(max = 2048)
        @Nullable String errorPage) {}
