package dev.identitydomains.operator.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of filters are JSON strings (RFC 7644 section 3.4.2.2), whatever is in them. */
class FilterTest {

  private static final String PREFIX = "userName eq ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\nb",
        "a\r\n",
        "\u0000",
        "\u001b",
        "a\" or userName pr or userName eq \"",
        "\\",
        "\\\"",
        "Café ☕",
        "\u2028",
        "🔑"
      })
  void anotherParserReadsTheSameValue(String value) throws BadRequestException {
    var parsed =
        com.unboundid.scim2.common.filters.Filter.fromString(
            Filter.eq("userName", value).expression());
    assertThat(parsed.getComparisonValue().asText()).isEqualTo(value);
  }

  @Property
  void valueIsOneJsonString(@ForAll String value) throws JsonProcessingException {
    var expression = Filter.eq("userName", value).expression();
    assertThat(expression).startsWith(PREFIX);
    var read = new JsonMapper().readTree(expression.substring(PREFIX.length()));
    assertThat(read.isTextual()).isTrue();
    assertThat(read.asText()).isEqualTo(value);
  }
}
