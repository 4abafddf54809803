package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.scim.AttributeName;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each attribute of an App: created as declared, corrected, and left alone when undeclared. */
class ApplicationAttributesTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * A field of the spec, the attribute of the App, its value, and another one.
   *
   * @param by the sub-attribute of which only declared entries count; empty for none
   */
  private record Row(String spec, String attribute, String wire, String other, String by) {

    Row(String spec, String attribute, String wire, String other) {
      this(spec, attribute, wire, other, "");
    }
  }

  private static final String OCI_TAGS =
      "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags";
  private static final String FREEFORM_TAGS = OCI_TAGS + ":freeformTags";
  private static final String DEFINED_TAGS = OCI_TAGS + ":definedTags";

  private static final List<Row> ROWS =
      List.of(
          new Row("tags: {team: shop}", "tags", "[{key: team, value: shop}]", "", "key"),
          new Row(
              "freeformTags: {team: 'Café ☕'}",
              FREEFORM_TAGS,
              "[{key: team, value: 'Café ☕'}]",
              "[{key: team, value: x}]",
              "key"),
          new Row(
              "definedTags: {Operations.CostCenter: '42'}",
              DEFINED_TAGS,
              "[{namespace: Operations, key: CostCenter, value: '42'}]",
              "[{namespace: Operations, key: CostCenter, value: '1'}]",
              "key"),
          new Row(
              "client: {trustScope: Tags, allowedTags: {tier: gold, env: 'prod'}}",
              "allowedTags",
              "[{key: env, value: prod}, {key: tier, value: gold}]",
              "[{key: env, value: test}]"),
          new Row("client: {requireAssignment: true}", "allowAccessControl", "true", "false"),
          new Row(
              "client: {idTokenEncryption: A128CBC-HS256}", "idTokenEncAlgo", "A128CBC-HS256", "x"),
          new Row(
              "client: {networkPerimeters: [a1]}", "clientIPChecking", "whitelisted", "anywhere"),
          new Row(
              "client: {networkPerimeters: [a1]}",
              "appsNetworkPerimeters",
              "[{value: a1}]",
              "[{value: b2}]"),
          new Row(
              "resourceServer: {audience: 'https://AUDIENCE/', secondaryAudiences: ['https://b/', 'https://c/']}",
              "protectableSecondaryAudiences",
              "[{value: 'https://b/'}, {value: 'https://c/'}]",
              "[{value: 'https://b/'}]"),
          new Row("portal: {show: true}", "showInMyApps", "true", "false"),
          new Row(
              "portal: {landingPage: 'https://a/'}", "landingPageUrl", "https://a/", "https://x/"),
          new Row("portal: {homePage: 'https://a/'}", "homePageUrl", "https://a/", "https://x/"),
          new Row("portal: {logo: 'https://a/'}", "productLogoUrl", "https://a/", "https://x/"),
          new Row("portal: {icon: 'https://a/'}", "icon", "https://a/", "https://x/"),
          new Row("portal: {productName: 'Ordérs ☕'}", "productName", "Ordérs ☕", "x"),
          new Row("portal: {contactEmail: a@b}", "contactEmailAddress", "a@b", "c@d"),
          new Row(
              "portal: {privacyPolicy: 'https://a/'}",
              "privacyPolicyUrl",
              "https://a/",
              "https://x/"),
          new Row(
              "portal: {termsOfService: 'https://a/'}",
              "termsOfServiceUrl",
              "https://a/",
              "https://x/"),
          new Row("portal: {loginPage: 'https://a/'}", "loginPageUrl", "https://a/", "https://x/"),
          new Row(
              "portal: {logoutPage: 'https://a/'}", "logoutPageUrl", "https://a/", "https://x/"),
          new Row("portal: {errorPage: 'https://a/'}", "errorPageUrl", "https://a/", "https://x/"),
          new Row("extraAttributes: {isMobileTarget: true}", "isMobileTarget", "true", "false"),
          new Row("extraAttributes: {loginMechanism: OIDC}", "loginMechanism", "OIDC", "SAML"),
          new Row(
              "extraAttributes: {delegatedServiceNames: [a, b]}",
              "delegatedServiceNames",
              "[a, b]",
              "[c]"));

  private static final int DEFINED = row(DEFINED_TAGS);
  private static final int PERIMETERS = row("appsNetworkPerimeters");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n");
  }

  private static int row(String attribute) {
    return ROWS.stream().map(Row::attribute).toList().indexOf(attribute);
  }

  private static String name(int row) {
    return "row-" + row;
  }

  private static String clientId(int row) {
    return "row_" + row;
  }

  private void apply(int row, String spec) {
    var fields = spec.replace("AUDIENCE", name(row));
    if (!fields.startsWith("client:")) {
      fields = "client: {}\n" + fields;
    }
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: %s, namespace: shop}
        spec:
          domainRef: {name: main}
          clientId: %s
        """
                .formatted(name(row), clientId(row))
            + fields.indent(2));
  }

  private JsonNode attribute(int row) {
    var name = AttributeName.of(ROWS.get(row).attribute());
    return parse(name.in(cluster.domain().app(clientId(row))).toString());
  }

  private void edit(int row, JsonNode value) {
    var app = cluster.domain().app(clientId(row)).deepCopy();
    var name = AttributeName.of(ROWS.get(row).attribute());
    name.put((ObjectNode) app, value);
    var member = Objects.requireNonNullElse(name.extension(), name.name());
    cluster.domain().edit("Apps", app.path("id").asText(), member, app.path(member));
  }

  private static JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void hasDeclared(int row) {
    var expected = parse(ROWS.get(row).wire());
    var found = attribute(row);
    if (!expected.isArray()) {
      assertThat(found.asText()).as(ROWS.get(row).spec()).isEqualTo(expected.asText());
    } else if (ROWS.get(row).by().isEmpty()) {
      assertThat(found).as(ROWS.get(row).spec()).containsExactlyInAnyOrderElementsOf(expected);
    } else {
      assertThat(found).as(ROWS.get(row).spec()).containsAll(expected);
    }
  }

  @Test
  void attributesAreMadeCorrectedAndLeftAlone() {
    var rows = IntStream.range(0, ROWS.size()).boxed().toList();
    rows.forEach(row -> apply(row, ROWS.get(row).spec()));
    rows.forEach(row -> cluster.awaitReady(name(row)));
    rows.forEach(this::hasDeclared);
    cluster.awaitFullRead();
    var writes = cluster.writes().size();
    cluster.awaitFullRead();
    assertThat(cluster.writes()).as("a second pass writes nothing").hasSize(writes);

    var edited = rows.stream().filter(row -> !ROWS.get(row).other().isEmpty()).toList();
    edited.forEach(row -> edit(row, parse(ROWS.get(row).other())));
    await().untilAsserted(() -> edited.forEach(this::hasDeclared));

    edited.forEach(row -> apply(row, "description: undeclared"));
    edited.forEach(row -> cluster.awaitReady(name(row)));
    edited.forEach(row -> edit(row, parse(ROWS.get(row).other())));
    cluster.awaitFullRead();
    assertThat(edited)
        .allSatisfy(row ->
            assertThat(attribute(row))
                .as(ROWS.get(row).spec())
                .isEqualTo(parse(ROWS.get(row).other())));
  }

  @Test
  void adoptionLeavesAloneWhatIsNotDeclared() {
    var rows = IntStream.range(0, ROWS.size()).filter(row -> !ROWS.get(row).other().isEmpty());
    var adopted = rows.boxed().toList();
    adopted.forEach(row -> {
      cluster.domain().make("Apps", app(name(row)).put("name", clientId(row)));
      edit(row, parse(ROWS.get(row).other()));
      apply(
          row,
          "adoptionPolicy: ByClientId\nresourceServer: {audience: 'https://%s/'}"
              .formatted(name(row)));
    });
    adopted.forEach(row -> cluster.awaitReady(name(row)));
    assertThat(adopted)
        .allSatisfy(row ->
            assertThat(attribute(row))
                .as(ROWS.get(row).spec())
                .isEqualTo(parse(ROWS.get(row).other())));
  }

  private static ObjectNode app(String displayName) {
    var app = YAML.createObjectNode().put("displayName", displayName);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return app;
  }

  /** The owner tag is among the tags, and other tools have theirs. */
  @Test
  void tagsOfOthersStay() {
    apply(0, "tags: {team: shop}");
    cluster.awaitReady(name(0));
    var tags = attribute(0).deepCopy();
    assertThat(tags).hasSize(2);
    var changed = YAML.createArrayNode();
    tags.forEach(tag ->
        changed
            .addObject()
            .put("key", tag.path("key").asText())
            .put(
                "value",
                tag.path("key").asText().equals("team") ? "x" : tag.path("value").asText()));
    changed.addObject().put("key", "of-another").put("value", "1");
    edit(0, changed);
    await()
        .untilAsserted(() ->
            assertThat(attribute(0))
                .contains(parse("{key: team, value: shop}"), parse("{key: of-another, value: '1'}"))
                .hasSize(3));
    apply(0, "tags: {cost: '7'}");
    cluster.awaitReady(name(0));
    assertThat(attribute(0))
        .contains(
            parse("{key: team, value: shop}"),
            parse("{key: cost, value: '7'}"),
            parse("{key: of-another, value: '1'}"))
        .hasSize(4);
  }

  /** OCI adds some as the App is made, of which the operator has not read. */
  @Test
  void tagsOfOciStay() {
    cluster.apply(DOMAIN + "  driftCheckInterval: 1h\n");
    apply(DEFINED, "definedTags: {Operations.CostCenter: '42'}");
    cluster.awaitReady(name(DEFINED));
    assertThat(attribute(DEFINED)).hasSize(3);
    apply(DEFINED, "definedTags: {Operations.CostCenter: '43', Operations.Owner: ada}");
    cluster.awaitReady(name(DEFINED));
    assertThat(attribute(DEFINED))
        .contains(
            parse("{namespace: Operations, key: CostCenter, value: '43'}"),
            parse("{namespace: Operations, key: Owner, value: ada}"))
        .hasSize(4);
    assertThat(attribute(DEFINED).findValuesAsText("key")).contains("CreatedBy", "CreatedOn");
  }

  /** OCI has the names as somebody has defined them. */
  @Test
  void caseOfDefinedTagsIsThatOfTheDomain() {
    apply(DEFINED, "definedTags: {operations.costcenter: '42'}");
    cluster.awaitReady(name(DEFINED));
    edit(DEFINED, parse("[{namespace: Operations, key: CostCenter, value: '42'}]"));
    var writes = cluster.writes().size();
    cluster.awaitFullRead();
    cluster.awaitFullRead();
    assertThat(cluster.writes()).hasSize(writes);
    apply(DEFINED, "definedTags: {operations.costcenter: '43'}");
    cluster.awaitReady(name(DEFINED));
    assertThat(attribute(DEFINED))
        .containsExactly(parse("{namespace: Operations, key: CostCenter, value: '43'}"));
  }

  /** The service adds a read-only reference to each, which a change must not send back. */
  @Test
  void secondPerimeterIsAdded() {
    apply(PERIMETERS, "client: {networkPerimeters: [a1]}");
    cluster.awaitReady(name(PERIMETERS));
    edit(PERIMETERS, parse("[{value: a1, $ref: 'https://d/admin/v1/NetworkPerimeters/a1'}]"));
    cluster.awaitFullRead();
    apply(PERIMETERS, "client: {networkPerimeters: [a1, b2]}");
    cluster.awaitReady(name(PERIMETERS));
    assertThat(attribute(PERIMETERS).findValuesAsText("value"))
        .containsExactlyInAnyOrder("a1", "b2");
  }

  /** A removal by value of a tag that has gone is refused. */
  @Test
  void tagThatSomebodyHasRemovedIsSetAnew() {
    cluster.apply(DOMAIN + "  driftCheckInterval: 1h\n");
    apply(0, "tags: {team: shop, cost: '1'}");
    cluster.awaitReady(name(0));
    var left = YAML.createArrayNode();
    attribute(0)
        .valueStream()
        .filter(t -> !t.path("key").asText().equals("team"))
        .forEach(left::add);
    edit(0, left);
    apply(0, "tags: {team: stock, cost: '2'}");
    cluster.awaitReady(name(0));
    assertThat(attribute(0))
        .contains(parse("{key: team, value: stock}"), parse("{key: cost, value: '2'}"))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client: {grantTypes: [client_credentials]}                                                             | false
          client: {grantTypes: [authorization_code], redirectUris: ['https://a/']}                               | true
          client: {grantTypes: [implicit, client_credentials], redirectUris: ['https://a/']}                     | true
          client: {}                                                                                             | false
          """)
  void machinesAreNotInMyApps(String spec, boolean shown) {
    apply(0, spec);
    cluster.awaitReady(name(0));
    assertThat(cluster.domain().app(clientId(0)).path("showInMyApps").asBoolean()).isEqualTo(shown);
    var id = cluster.domain().app(clientId(0)).path("id").asText();
    cluster.domain().edit("Apps", id, "showInMyApps", YAML.valueToTree(!shown));
    cluster.awaitFullRead();
    assertThat(cluster.domain().app(clientId(0)).path("showInMyApps").asBoolean())
        .isEqualTo(!shown);
  }

  /** Apps of another sort, whatever the adoption policy is. */
  @ParameterizedTest
  @CsvSource({
    "isSamlServiceProvider,true",
    "isFormFill,true",
    "isEnterpriseApp,true",
    "isRadiusApp,true",
    "isManagedApp,true",
    "idcsPreventedOperations,[delete]"
  })
  void otherSortsAreNotAdopted(String attribute, String value) {
    var id = cluster.domain().make("Apps", app("SAML").put("name", clientId(0)));
    cluster.domain().edit("Apps", id, attribute, parse(value));
    var before = cluster.domain().app(clientId(0));
    apply(0, "adoptionPolicy: ByClientId");
    cluster.awaitReason(ClientApplication.class, name(0), Reason.Conflict);
    assertThat(cluster.message(ClientApplication.class, name(0))).contains(id, "another sort");
    assertThat(cluster.domain().app(clientId(0)))
        .as(Serialization.asYaml(before))
        .isEqualTo(before);
  }
}
