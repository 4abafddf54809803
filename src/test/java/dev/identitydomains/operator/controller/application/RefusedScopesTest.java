package dev.identitydomains.operator.controller.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.http.CallFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedScopesTest {

  private static CallFailure.Answered refusal(@Nullable String detail) {
    return new CallFailure.Answered("POST Apps", 400, detail, null, null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "Invalid allowedScopes: https://a/read. | https://a/read",
        "Invalid allowedScopes: https://a/readers. | https://a/readers",
        "https://a/read and urn:b | 'https://a/read,urn:b'",
        "Invalid redirectUris. | 'https://a/read,https://a/readers,urn:b'",
        "'' | 'https://a/read,https://a/readers,urn:b'",
        "null | 'https://a/read,https://a/readers,urn:b'"
      })
  void areFirstThoseThatTheAnswerNames(@Nullable String detail, String expected) {
    var undefined = Set.of("https://a/read", "https://a/readers", "urn:b");
    var refused = RefusedScopes.NONE.and(undefined, refusal(detail));
    assertThat(refused.scopes()).containsExactlyInAnyOrder(expected.split(",", -1));
    assertThat(refused.answer()).contains("POST Apps answered 400");
  }

  @Test
  void areThenAll() {
    var first = RefusedScopes.NONE.and(Set.of("urn:1", "urn:2", "urn:3"), refusal("urn:1"));
    var then = first.and(Set.of("urn:2", "urn:3"), refusal("urn:2"));
    assertThat(then.scopes()).containsExactlyInAnyOrder("urn:1", "urn:2", "urn:3");
    assertThat(then.shown()).contains("urn:2");
    assertThat(first.and(Set.of("urn:2", "urn:0"), refusal(null)).shown()).contains("urn:0");
    assertThat(RefusedScopes.NONE.shown()).isEmpty();
  }
}
