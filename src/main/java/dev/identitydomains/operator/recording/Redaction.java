package dev.identitydomains.operator.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cuts secrets out of bodies. Pure. */
final class Redaction {

  static final String CUT = "(cut)";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Attributes of resources whose values are secret or may serve to find one, in lower case. */
  private static final Set<String> SECRET =
      Set.of(
          "clientsecret",
          "hashedclientsecret",
          "password",
          "keystorepassword",
          "x509base64certificate",
          "clientassertion",
          "accesstoken",
          "refreshtoken",
          "idtoken",
          "code");

  /** All that is kept of a token request and its reply: the server may repeat what it got. */
  private static final Set<String> OF_TOKENS =
      Set.of("grant_type", "scope", "client_assertion_type", "token_type", "expires_in", "error");

  /** A JSON Web Token: its header begins with a brace in Base64. */
  private static final Pattern TOKEN = Pattern.compile("(?<![\\w-])ey[\\w-]++[.][\\w-]++[.]");

  private Redaction() {}

  /** A body of the SCIM API or of discovery; what is not JSON is left out. */
  static String json(String body) {
    var json = parse(body);
    return json == null ? withoutContent(body) : cut(json).toString();
  }

  /** The form of a token request: the names of its parameters, and what is no secret of them. */
  static String ofTokenRequest(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(Redaction::parameter)
        .collect(Collectors.joining("&"));
  }

  /** The reply of the token endpoint. */
  static String ofTokenReply(String body) {
    if (!(parse(body) instanceof ObjectNode reply)) {
      return withoutContent(body);
    }
    reply.properties().stream()
        .filter(field -> !OF_TOKENS.contains(field.getKey()) || field.getValue().isContainerNode())
        .forEach(field -> field.setValue(JsonNodeFactory.instance.textNode(CUT)));
    return cut(reply).toString();
  }

  private static String parameter(String pair) {
    var name = pair.split("=", 2)[0];
    if (OF_TOKENS.contains(name)) {
      return pair;
    }
    return pair.contains("=") ? name + "=" + CUT : CUT;
  }

  private static String withoutContent(String body) {
    return body.isEmpty() ? "" : "(%d characters that are not JSON)".formatted(body.length());
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      var json = JSON.readTree(body);
      return json != null && json.isContainerNode() ? json : null;
    } catch (JsonProcessingException _) {
      return null;
    }
  }

  private static JsonNode cut(JsonNode json) {
    switch (json) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(field ->
                  field.setValue(
                      isSecret(field.getKey())
                          ? JsonNodeFactory.instance.textNode(CUT)
                          : cut(field.getValue())));
      case ArrayNode array -> {
        for (var i = 0; i < array.size(); i++) {
          array.set(i, cut(array.get(i)));
        }
      }
      default -> {
        if (json.isTextual() && TOKEN.matcher(json.textValue()).find()) {
          return JsonNodeFactory.instance.textNode(CUT);
        }
      }
    }
    return json;
  }

  private static boolean isSecret(String name) {
    return SECRET.contains(name.toLowerCase(Locale.ROOT).replace("_", ""));
  }
}
