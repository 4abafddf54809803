package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The judges are readers that others wrote: a shell, the JDK, Jackson, SnakeYAML. */
class SecretTemplatesTest {

  private static final JsonMapper JSON = new JsonMapper();

  static List<String> values() {
    return List.of(
        "plain-1_2.3",
        "it's \"quoted\"",
        "'",
        "\"",
        "two\nlines\n",
        "a=b",
        "{{client-id}} {{{x}}}",
        "$HOME `id` $(id) ${x} \\ \\n !",
        " blank # hash ; ",
        "ключ 🔑 é",
        "<a href='x'>&amp;</a>",
        "tab\tend",
        "%s: {} [] , * & ! | >",
        "~",
        "\u0085\u2028\u2029\ufeff",
        "a".repeat(4000));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shellReadsWhatWasWritten(String value) throws Exception {
    var file = render(".env", "A=1\nV={{client-secret}}\n", value);
    var shell = new ProcessBuilder("/bin/sh", "-c", file + "printf '%s.' \"$V\"").start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(value + ".");
    assertThat(shell.waitFor()).isZero();
  }

  @ParameterizedTest
  @MethodSource("values")
  void propertiesReadWhatWasWritten(String value) throws IOException {
    var read = new Properties();
    read.load(
        new StringReader(render("application.properties", "a=1\nv={{client-secret}}\nb=2", value)));
    assertThat(read).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "v", value, "b", "2"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void jsonReadsWhatWasWritten(String value) throws IOException {
    var file = render("config.json", "{\"a\": {\"v\": \"{{client-secret}}\"}}", value);
    assertThat(JSON.readTree(file).at("/a/v").textValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void yamlReadsWhatWasWritten(String value) {
    Map<String, Object> read =
        new Yaml().load(render("a.yaml", "v: \"{{client-secret}}\"\nb: 1\n", value));
    assertThat(read).containsExactlyInAnyOrderEntriesOf(Map.of("v", value, "b", 1));
  }

  @ParameterizedTest
  @MethodSource("values")
  void xmlReadsWhatWasWritten(String value) throws Exception {
    var file = render("a.XML", "<v w='{{client-secret}}'>{{client-secret}}</v>", value);
    var read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(read.getTextContent()).isEqualTo(value);
    assertThat(read.getAttribute("w")).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void otherFilesHaveTheValueAsItIs(String value) {
    assertThat(render("netrc", "x {{client-secret}} y", value)).isEqualTo("x " + value + " y");
  }

  @Test
  void absentEntriesAreEmptyAndFalse() {
    assertThat(
            render(
                "a",
                "[{{issuer-uri}}]{{#issuer-uri}}has{{/issuer-uri}}{{^issuer-uri}}none{{/issuer-uri}}"
                    + "{{#client-secret}}: {{client-id}}{{/client-secret}}",
                "s"))
        .isEqualTo("[]none: orders_1");
  }

  @Test
  void namesAreTheStandardOnesWhateverTheKeysAre() {
    var app = app("{keys: {client-id: id}, template: {a: '{{client-id}}'}}");
    assertThat(SecretTemplates.files(app, Map.of("client-id", "orders_1")))
        .containsExactly(Map.entry("a", "orders_1"));
  }

  /** The library's own readers of values would find methods of objects. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{client-idd}}",
        "{{^tls.key}}{{clientid}}{{/tls.key}}",
        "{{#issuer-uri}}{{#x}}{{/x}}{{/issuer-uri}}",
        "{{#nobody}}x{{/nobody}}",
        "{{#client-id}}{{length}}{{/client-id}}",
        "{{client-id.class.protectionDomain}}",
        "{{client-id.hashCode}}",
        "{{#client-id}}{{class}}{{/client-id}}",
        "{{entrySet}}",
        "{{> other}}",
        "{{#client-id}}",
        "{{/client-id}}",
      })
  void refusesWhatIsNoEntry(String template) {
    assertThat(SecretTemplates.problems(app(template("a", template))))
        .singleElement()
        .asString()
        .startsWith("spec.credentialsSecret.template[a]: Invalid value: ")
        .containsAnyOf("is no Mustache template", "which is none of");
  }

  @Test
  void saysWhichNamesThereAre() {
    assertThat(SecretTemplates.problems(app(template("a", "{{client-idd}}"))))
        .singleElement()
        .asString()
        .contains("uses client-idd, which is none of authorization-grant-type, ")
        .contains("client-id, ", "redirect-uri, ");
  }

  @Test
  void refusesWhatGrowsTooLarge() {
    var problem =
        "spec.credentialsSecret.template[a]: Invalid value: renders to more than 16384 characters";
    assertThat(SecretTemplates.problems(app(template("a", "{{tls.key}}".repeat(4))))).isEmpty();
    assertThat(SecretTemplates.problems(app(template("a", "{{tls.key}}".repeat(5)))))
        .containsExactly(problem);
    var long16k = Map.of("client-id", "i".repeat(16_384));
    assertThat(SecretTemplates.files(app(template("a", "{{client-id}}")), long16k)).hasSize(1);
    assertThatThrownBy(() -> SecretTemplates.files(app(template("a", "{{client-id}}!")), long16k))
        .isInstanceOf(SecretTemplates.TooLarge.class)
        .hasMessage(problem);
  }

  @Test
  void deepTemplatesDoNotOverflowTheStack() {
    var deep = "{{#type}}".repeat(420) + "{{/type}}".repeat(420);
    assertThat(SecretTemplates.problems(app(template("a", deep)))).isEmpty();
  }

  private static String render(String key, String template, String clientSecret) {
    var app = app(template(key, template));
    assertThat(SecretTemplates.problems(app)).isEmpty();
    var entries = Map.of("client-secret", clientSecret, "client-id", "orders_1", "type", "oauth2");
    return Objects.requireNonNull(SecretTemplates.files(app, entries).get(key));
  }

  private static String template(String key, String template) {
    return JSON.createObjectNode()
        .set("template", JSON.createObjectNode().put(key, template))
        .toString();
  }

  private static ClientApplication app(String credentialsSecret) {
    return ResourceBuilder.application("orders")
        .spec("{domainRef: {name: main}, client: {}, credentialsSecret: " + credentialsSecret + "}")
        .build();
  }
}
