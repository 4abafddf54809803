package dev.identitydomains.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudiencePatternTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything at all",
    "https://shop.example.com, https://shop.example.com",
    "https://shop.example.com, https://shop.example.com/",
    "https://shop.example.com, https://shop.example.com:8443/orders",
    "https://shop.example.com/, https://shop.example.com/orders/",
    "https://*.example.com/, https://shop.example.com/",
    "https://*.example.com/, https://a.b.example.com/orders",
    "urn:shop:, urn:shop:orders",
    "urn:shop, urn:shop:orders",
    "https://*/orders, https://ü☕.example.com/orders",
    "**, x",
    "a*b*c, a12b3c"
  })
  void matchesPrefixAtBoundaryAndStar(String pattern, String audience) {
    assertThat(AudiencePattern.matches(pattern, audience)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com, https://shop.example.com.evil.example/",
    "https://shop.example.com, https://shop.example.comet",
    "https://*.example.com/, https://evil.example/.example.com/",
    "https://*.example.com/, https://example.com/",
    "https://shop.example.com/, https://shop.example.com",
    "https://shop.example.com/, https://shopXexample.com/",
    "https://shop.example.com/, HTTPS://shop.example.com/",
    "urn:shop, urn:shopping",
    "'', https://shop.example.com/",
    "(.*), x",
    "'\\E.*\\Q', x"
  })
  void matchesNoOtherAudience(String pattern, String audience) {
    assertThat(AudiencePattern.matches(pattern, audience)).isFalse();
  }
}
