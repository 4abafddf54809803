package dev.identitydomains.operator.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiJsonTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> TEXTS =
      Map.of(
          "Grüße",
          "Café ☕ naïve ß",
          "漢字",
          "日本語 한국어",
          "🎉👩‍👩‍👧",
          "👍🏽 \ud800 lone",
          "שלום",
          "\u202eمرحبا",
          "quotes",
          "\"a\" 'b' \\ \\n \n \t /",
          "separators",
          "\u0085\u2028\u2029\ufeff\u007f",
          "",
          "");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 64, 4096})
  void keepsAnyTextWhateverTheChunks(int size) throws JsonProcessingException {
    var text = JSON.writeValueAsString(TEXTS);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var json = new AsciiJson();
    var ascii = new StringBuilder();
    for (var at = 0; at < bytes.length; at += size) {
      var chunk = ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at));
      ascii.append(StandardCharsets.UTF_8.decode(json.rewrite(chunk)).array());
    }
    assertThat(ascii.chars()).allMatch(character -> character < 0x80);
    assertThat(JSON.readTree(ascii.toString()))
        .isEqualTo(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)));
  }
}
