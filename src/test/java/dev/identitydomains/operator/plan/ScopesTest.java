package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopesTest {

  @Test
  void definedScopesHaveTheAudienceBeforeTheirValue() {
    assertThat(defined("https://a/", Set.of("read", "🔑")))
        .containsExactlyInAnyOrder("https://a/read", "https://a/🔑");
    assertThat(defined("", Set.of("read"))).containsExactly("read");
    assertThat(Scopes.defined(Map.of())).isEmpty();
  }

  /** S4: each name repeats the audience, so that a reply of 140 KB would make names of 250 MB. */
  @Test
  void definedScopesLeaveOutNamesThatNoSpecCanHave() {
    var values = IntStream.range(0, 2_500).mapToObj(i -> "" + i).collect(Collectors.toSet());
    assertThat(defined("a".repeat(99_000), values)).isEmpty();
    assertThat(defined("a", Set.of("x".repeat(99_000), "read"))).containsExactly("aread");
  }

  @Test
  void definedScopesHaveTheLongestThatASpecCanHave() {
    var audience = "a".repeat(255);
    var value = "v".repeat(255);
    assertThat(defined(audience, Set.of(value))).containsExactly(audience + value);
    var longest = "v".repeat(Scopes.LONGEST_NAME - audience.length());
    assertThat(defined(audience, Set.of(longest, longest + "v")))
        .containsExactly(audience + longest);
  }

  private static Set<String> defined(String audience, Set<String> values) {
    return Scopes.defined(
        Map.of(
            "audience",
            AttributeValue.of(audience),
            "scopes",
            new ComplexValues(
                "value",
                values.stream().collect(Collectors.toMap(Function.identity(), _ -> Map.of())))));
  }
}
