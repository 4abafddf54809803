package dev.identitydomains.operator.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeNameTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String URN = "urn:x:extension:Tags";

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"').replace("URN", URN));
  }

  @ParameterizedTest
  @CsvSource({
    "name, 1",
    "urn:x:extension:Tags:name, 2",
    "urn:x:extension:Tags:other, ''",
    "urn:x:extension:None:name, ''"
  })
  void valueIsThatOfItsSchema(String name, String value) throws IOException {
    var resource = json("{'name': '1', 'URN': {'name': '2'}}");
    assertThat(AttributeName.of(name).in(resource).asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "['a']", "null", "7"})
  void extensionThatIsNoObjectHasNoValues(String value) throws IOException {
    assertThat(AttributeName.of(URN + ":name").in(json("{'URN': " + value + "}")).isMissingNode())
        .isTrue();
  }

  @Test
  void valuesOfOneExtensionAreTogether() throws IOException {
    var resource = json("{}");
    var one = JsonNodeFactory.instance.numberNode(1);
    List.of("a", URN + ":b", URN + ":c").forEach(name -> AttributeName.of(name).put(resource, one));
    assertThat(resource).isEqualTo(json("{'a': 1, 'URN': {'b': 1, 'c': 1}}"));
    assertThat(AttributeName.all(resource)).containsExactly("a", URN + ":b", URN + ":c");
    assertThat(AttributeName.members(List.of("a", URN + ":b", URN + ":c")))
        .containsExactlyInAnyOrder("a", URN);
  }

  @Test
  void creationNamesTheSchemasOfItsExtensions() throws IOException {
    var body = Operation.create(ScimType.APP, json("{'name': 'a', 'URN': {'b': 1}}")).data();
    assertThat(body)
        .isEqualTo(
            json(
                "{'name': 'a', 'URN': {'b': 1}, 'schemas': ['urn:ietf:params:scim:schemas:oracle:idcs:App', 'URN']}"));
  }
}
