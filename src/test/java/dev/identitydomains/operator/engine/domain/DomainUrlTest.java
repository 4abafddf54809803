package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S17: parsers must agree on the host; one domain has one origin. */
class DomainUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://d.example.com, https://d.example.com:443",
    "https://d.example.com/, https://d.example.com:443",
    "https://d.example.com:443, https://d.example.com:443",
    "https://D.Example.COM:443/, https://d.example.com:443",
    "https://d.example.com:8443/, https://d.example.com:8443",
    "http://localhost, http://localhost:80",
    "http://127.0.0.1:18080, http://127.0.0.1:18080",
    "http://[::1]:8080/, http://[::1]:8080",
  })
  void spellingsOfOneDomainHaveOneOrigin(String text, String origin) {
    var url = DomainUrl.parse(text);
    assertThat(url.origin()).isEqualTo(origin).isEqualTo(url.toString());
    assertThat(url).isEqualTo(DomainUrl.parse(origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "ftp://d",
        "https://",
        "https://d:0",
        "https://d:65536",
        "https://d:99999999999999999999",
        "https://d:1\\a\\b",
        "https:\\\\d",
        "https://d/a",
        "https://d/%2e%2e",
        "https://d?",
        "https://d#",
        "https://u@d",
        "https://u:p@d",
        "https://@d",
        "https://d.",
        "https://a_b.example.com",
        "https://a%2eb",
        "https://bücher.example",
        "https://☕.example",
        "https://e\u0301vil",
        " https://d",
        "https://d\n",
        "https://d\t.example.com",
        "https://127.1",
        "https://2130706433",
        "https://0177.0.0.1",
        "https://1.2.3.4.5",
        "https://1.2.3.999",
        "https://...",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::ffff:127.0.0.1]",
        "https://[fe80::1%25eth0]",
        "https://[::1",
      })
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DomainUrl.parse(text));
  }
}
