package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S21: which issuer and token endpoint a domain may give to applications. */
class OpenIdConfigurationTest {

  private static final String D = "https://d.identity.oraclecloud.com";

  @ParameterizedTest
  @CsvSource({
    D + ", https://identity.oraclecloud.com/, " + D + ":443/oauth2/v1/token",
    D + ":443/, https://identity.oraclecloud.com/, " + D + "/oauth2/v1/token",
    D + ", https://identity.oraclecloud.com, " + D + "/oauth2/v1/token?x=y",
    D + ", https://identity.oraclegovcloud.com/, " + D + "/oauth2/v1/token",
    D + ", " + D + ":443, " + D + "/oauth2/v1/token",
    "http://127.0.0.1:1, http://127.0.0.1:1, http://127.0.0.1:1/oauth2/v1/token",
    "http://127.0.0.1:1, https://identity.oraclecloud.com/, http://127.0.0.1:1/oauth2/v1/token",
    "http://[::1]:1, http://[::1]:1/, http://[::1]:1/t",
  })
  void endpointsOfTheDomainAndIssuerOfItsRealmMayPass(String url, String issuer, String token) {
    var configuration = configuration(issuer, token);
    assertThat(configuration.problem(DomainUrl.parse(url))).isEmpty();
  }

  static List<String> foreign() {
    return List.of(
        "",
        "x",
        "/oauth2/v1/token",
        "http://evil.example/steal?x=",
        "https://evil.example/oauth2/v1/token",
        "http://d.identity.oraclecloud.com/oauth2/v1/token",
        D + ":8443/oauth2/v1/token",
        D + ".evil.example/token",
        D + "@evil.example/token",
        "https://evil.example\\@d.identity.oraclecloud.com/",
        "https://u:p@d.identity.oraclecloud.com/",
        D + "\\oauth2",
        D + "/a b",
        D + "/a\n",
        D + "/a\u0000",
        D + "/a\u2028",
        D + "/☕",
        D + "/#f",
        D + "/" + "a".repeat(2048));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void otherUrlsAreRefused(String url) {
    var domain = DomainUrl.parse(D);
    assertThat(configuration(D, url).problem(domain))
        .hasValueSatisfying(problem -> assertThat(problem).contains("token_endpoint"));
    assertThat(configuration(url, D + "/t").problem(domain))
        .hasValueSatisfying(problem -> assertThat(problem).contains("issuer").hasSizeLessThan(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://identity.oraclecloud.com/token",
        "https://other.identity.oraclecloud.com/token",
      })
  void issuerOfTheRealmIsNoTokenEndpoint(String url) {
    assertThat(configuration(D, url).problem(DomainUrl.parse(D))).isPresent();
  }

  /** Which other endpoints a domain may have; one of another form harms no one. */
  @ParameterizedTest
  @CsvSource({
    D + ", https://d.us-phoenix-idcs-1.secure.identity.oraclecloud.com/oauth2/v1/token, true",
    D + ", https://d.secure.identity.oraclecloud.com:443/oauth2/v1/token, true",
    D + ", " + D + ":8443/token, true",
    "https://d.us-x-1.identity.oraclecloud.com, https://d.us-x-1.secure.identity.oraclecloud.com/t, true",
    D + ", https://e.us-phoenix-idcs-1.secure.identity.oraclecloud.com/t, false",
    D + ", https://d.x.secure.identity.evil.example/t, false",
    D + ", https://d.x.secure.evil.example/t, false",
    D + ", https://d.x.secure.com/t, false",
    D + ", http://d.us-phoenix-idcs-1.secure.identity.oraclecloud.com/t, false",
    D + ", https://evil.example/t, false",
    D + ", x, false",
    "http://127.0.0.1:1, https://127.0.0.1:2/t, true",
    "http://127.0.0.1:1, http://127.0.0.1:2/t, true",
    "https://127.0.0.1:1, http://127.0.0.1:2/t, false",
  })
  void secureEndpointIsThatOfTheDomain(String domain, String secure, boolean kept) {
    var found = new OpenIdConfiguration(domain, domain + "/t", secure, null, null, null, null);
    var url = DomainUrl.parse(domain);
    assertThat(found.problem(url)).isEmpty();
    assertThat(found.withOwnEndpoints(url).secureTokenEndpoint()).isEqualTo(kept ? secure : null);
  }

  @Test
  void foreignEndpointsAreLeftOut() {
    var evil = "https://evil.example/x";
    var domain = DomainUrl.parse(D);
    assertThat(
            new OpenIdConfiguration(D, D + "/t", null, evil, evil, evil, evil)
                .withOwnEndpoints(domain))
        .isEqualTo(configuration(D, D + "/t"));
    var own =
        new OpenIdConfiguration(D, D + "/t", null, D + "/a", D + ":443/j", D + "/u", D + "/e");
    assertThat(own.withOwnEndpoints(domain)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    D + ", true",
    D + "/, true",
    D + ":443, true",
    D + "/oauth2, false",
    "https://identity.oraclecloud.com/, false",
    "x, false",
  })
  void clientsFindTheMetadataAtTheDomainAlone(String issuer, boolean found) {
    assertThat(configuration(issuer, D + "/t").isFoundAtIssuer()).isEqualTo(found);
  }

  private static OpenIdConfiguration configuration(String issuer, String token) {
    return new OpenIdConfiguration(issuer, token, null, null, null, null, null);
  }
}
