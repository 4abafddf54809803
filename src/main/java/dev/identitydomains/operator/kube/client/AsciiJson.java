package dev.identitydomains.operator.kube.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Rewrites a stream of JSON in UTF-8 as the same JSON in ASCII. The chunks of the stream may divide
 * a character. Not thread-safe.
 */
final class AsciiJson {

  private static final HexFormat HEX = HexFormat.of();

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The bytes of a character that the next chunk completes. */
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /** Returns all complete characters so far that no call has returned. */
  ByteBuffer rewrite(ByteBuffer chunk) {
    var bytes =
        ByteBuffer.allocate(rest.remaining() + chunk.remaining()).put(rest).put(chunk).flip();
    var characters = CharBuffer.allocate(bytes.remaining());
    decoder.decode(bytes, characters, false);
    rest = bytes;
    var ascii = new StringBuilder(characters.position());
    characters.flip().chars().forEach(character -> append(ascii, (char) character));
    return ByteBuffer.wrap(ascii.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** JSON has characters beyond ASCII only in strings, where an escape means the same. */
  private static void append(StringBuilder ascii, char character) {
    if (character < 0x80) {
      ascii.append(character);
    } else {
      ascii.append("\\u").append(HEX.toHexDigits(character));
    }
  }
}
