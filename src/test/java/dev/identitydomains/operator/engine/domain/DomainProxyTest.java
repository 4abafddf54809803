package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainProxyTest {

  /** As Go's package httpproxy documents it, and curl reads it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          ''                          | https://d.example.com      | https
          ''                          | http://d.example.com       | http
          ''                          | https://localhost          | none
          ''                          | http://127.0.0.1:80        | none
          ''                          | https://[::1]              | none
          *                           | https://d.example.com      | none
          example.com                 | https://d.example.com      | none
          example.com                 | https://example.com        | none
          example.com                 | https://dexample.com       | https
          .example.com                | https://d.example.com      | none
          .example.com                | https://example.com        | https
          *.example.com               | https://d.example.com      | none
          *.example.com               | https://example.com        | https
          EXAMPLE.com                 | https://d.Example.COM      | none
          ' a.com , ,example.com '    | https://d.example.com      | none
          example.com:443             | https://d.example.com      | none
          example.com:8443            | https://d.example.com      | https
          example.com:8443            | https://d.example.com:8443 | none
          10.0.0.0/8                  | https://10.1.2.3           | none
          10.0.0.0/8                  | https://11.1.2.3           | https
          10.0.0.0/8                  | https://d.example.com      | https
          10.1.2.3                    | https://10.1.2.3           | none
          10.1.2.3:80                 | https://10.1.2.3           | https
          fd00::/8                    | https://[fd00::1]          | none
          fd00::1                     | https://[fd00::1]          | none
          [fd00::1]:443               | https://[fd00::1]          | none
          [fd00::1]:444               | https://[fd00::1]          | https
          """)
  void hostHasProxyUnlessExcepted(String direct, String url, @Nullable String proxy) {
    var proxies = DomainProxy.parse("http://https:1", "http:2", direct);
    var found = proxies.proxyOf(HttpUrl.get(url));
    assertThat(found == null ? null : found.host()).isEqualTo(proxy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://u:s3cret@p:1",
        "socks5://u:s3cret@p:1",
        "http://u:s3cret@",
        "http://u:s3cret@p:x"
      })
  void otherProxiesAreRefusedWithoutTheirText(String proxy) {
    assertThatThrownBy(() -> DomainProxy.parse(proxy, "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--https-proxy (HTTPS_PROXY)")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "example.com/8", "10.0.0.0/x"})
  void malformedBlockIsRefused(String direct) {
    assertThatThrownBy(() -> DomainProxy.parse("", "", direct))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--no-proxy (NO_PROXY)");
  }
}
