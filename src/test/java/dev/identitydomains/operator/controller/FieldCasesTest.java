package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code field-cases.yaml}. */
class FieldCasesTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static OperatorFixture cluster;

  /** One case, with its name for reports. */
  record Case(String name, JsonNode row) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    var table = FieldCasesTest.class.getResourceAsStream("/field-cases.yaml");
    return YAML.readTree(Objects.requireNonNull(table))
        .valueStream()
        .map(row -> new Case(row.path("case").asText(), row));
  }

  @BeforeAll
  static void start() throws IOException {
    cluster = OperatorFixture.start();
    service();
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  /** As Oracle makes one, with roles for clients. */
  private static void service() {
    var app = JsonNodeFactory.instance.objectNode().put("name", "blockchain_APPID");
    app.put("displayName", "Blockchain").put("isOPCService", true).put("isOAuthResource", true);
    app.put("audience", "https://blockchain.example.com:443");
    app.putArray("scopes").addObject().put("value", "urn:opc:resource:consumer::all");
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    var id = cluster.domain().make("Apps", app);
    for (var name : List.of("ADMIN", "REST_CLIENT")) {
      var role = JsonNodeFactory.instance.objectNode().put("displayName", name);
      role.put("availableToClients", true).putObject("app").put("value", id);
      cluster.domain().make("AppRoles", role);
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void caseHasItsConditionAndApp(Case one) throws IOException {
    var spec = (ObjectNode) one.row().path("spec");
    var clientId = spec.path("clientId").asText();
    var name = "case-" + clientId;
    spec.putObject("domainRef").put("name", "main");
    cluster.apply(
        "apiVersion: identitydomains.dev/v1alpha1\nkind: ClientApplication\n"
            + "metadata: {name: %s, namespace: shop}\n".formatted(name)
            + "spec: "
            + spec);
    var reason = Reason.valueOf(one.row().path("reason").asText());
    cluster.awaitReason(ClientApplication.class, name, reason);
    assertThat(cluster.message(ClientApplication.class, name))
        .contains(one.row().path("words").asText());
    var app = cluster.domain().app(clientId);
    if (one.row().has("wire")) {
      one.row()
          .path("wire")
          .properties()
          .forEach(wanted -> has(app, wanted.getKey(), wanted.getValue()));
    } else {
      assertThat(app.isMissingNode()).isTrue();
    }
    assertThat(app.path("grantedAppRoles").valueStream().map(role -> role.path("display").asText()))
        .containsExactlyInAnyOrderElementsOf(
            one.row().path("roles").valueStream().map(JsonNode::asText).toList());
  }

  private static void has(JsonNode app, String attribute, JsonNode wanted) {
    var found = parsed(app.path(attribute));
    if (wanted.isArray()) {
      found.forEach(entry -> {
        if (entry instanceof ObjectNode values) { // without what the service adds
          values.remove(List.of("idOfDefiningApp", "readOnly"));
        }
      });
      assertThat(found).as(attribute).containsExactlyInAnyOrderElementsOf(wanted);
    } else if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(field ->
              assertThat(found.path(field.getKey())).as(attribute).isEqualTo(field.getValue()));
    } else {
      assertThat(found.asText()).as(attribute).isEqualTo(wanted.asText());
    }
  }

  private static JsonNode parsed(JsonNode node) {
    try {
      return YAML.readTree(node.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
