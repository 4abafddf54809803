package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredRole;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesiredRolesTest {

  private static final SpecSchema SCHEMA = SpecSchema.of("approles");

  /** Fields of a spec that are no attribute of the role. */
  private static final Set<String> NO_ATTRIBUTES =
      Set.of(
          "applicationRef.name",
          "displayName", // the role's name, by which it is found
          "adoptionPolicy",
          "deletionPolicy");

  @Test
  void fieldsExistInTheSchema() {
    assertThat(attributes())
        .allSatisfy(attribute ->
            assertThat(SCHEMA.field(attribute.field()).isObject()).as(attribute.field()).isTrue());
    assertThat(NO_ATTRIBUTES)
        .allSatisfy(field -> assertThat(SCHEMA.field(field).isObject()).as(field).isTrue());
  }

  @Test
  void coverEveryFieldOfTheSchema() {
    var fields = attributes().map(WireAttribute::field).collect(Collectors.toSet());
    fields.addAll(NO_ATTRIBUTES);
    assertThat(SCHEMA.leaves()).containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void coverEveryAudienceOfTheSchema() {
    var names =
        SCHEMA
            .field("availableTo")
            .at("/items/enum")
            .valueStream()
            .map(JsonNode::asText)
            .map(audience -> "availableTo" + audience)
            .toList();
    assertThat(names).hasSize(3);
    assertThat(DesiredRoles.FIXED.attributes())
        .filteredOn(attribute -> attribute.field().equals("availableTo"))
        .extracting(WireAttribute::name)
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void shapesAreOfAllAttributes() {
    assertThat(attributes()).extracting(WireAttribute::name).doesNotHaveDuplicates();
    assertThat(DesiredRoles.shapes())
        .isEqualTo(
            attributes().collect(Collectors.toMap(WireAttribute::name, WireAttribute::shape)));
  }

  /** The schema refuses a change of the former, and of nothing else but name and application. */
  @Test
  void attributesAreFixedWhereTheSchemaSaysImmutable() {
    var immutable =
        SCHEMA
            .leaves()
            .filter(leaf -> SCHEMA.field(leaf).path("description").asText().contains("Immutable"));
    assertThat(fields(DesiredRoles.FIXED))
        .isEqualTo(
            immutable.filter(leaf -> !NO_ATTRIBUTES.contains(leaf)).collect(Collectors.toSet()));
    assertThat(fields(DesiredRoles.CHANGEABLE))
        .doesNotContainAnyElementsOf(fields(DesiredRoles.FIXED));
  }

  private static Set<String> fields(AttributeTable<AppRoleSpec> table) {
    return table.attributes().stream().map(WireAttribute::field).collect(Collectors.toSet());
  }

  @Test
  void roleIsAvailableToDeclaredAudiencesOnly() throws JsonProcessingException {
    assertThat(role("availableTo: [Groups, Clients, Groups]").fixed())
        .isEqualTo(
            Map.of(
                "availableToClients", AttributeValue.of(true),
                "availableToGroups", AttributeValue.of(true),
                "availableToUsers", AttributeValue.of(false)));
    assertThat(role("availableTo: []").fixed().values())
        .isNotEmpty()
        .containsOnly(AttributeValue.of(false));
  }

  @Test
  void roleDeclaresNothingThatIsLeftOut() throws JsonProcessingException {
    var role = role("{}");
    assertThat(role.fixed()).isEmpty();
    assertThat(role.attributes()).isEmpty();
  }

  @Test
  void roleDeclaresFlagsAndDescription() throws JsonProcessingException {
    var role = role("{admin: false, public: false, description: 🔑}");
    assertThat(role.fixed()).isEqualTo(Map.of("adminRole", AttributeValue.of(false)));
    assertThat(role.attributes())
        .isEqualTo(
            Map.of(
                "public", AttributeValue.of(false),
                "description", AttributeValue.of("🔑")));
  }

  @Test
  void roleHasItsDisplayNameOrThatOfTheResource() throws JsonProcessingException {
    assertThat(role("{}").displayName()).isEqualTo("reader");
    assertThat(role("displayName: 'Reader 🔑'").displayName()).isEqualTo("Reader 🔑");
    assertThat(role("displayName: ''").displayName()).isEmpty();
    assertThat(List.of(role("{}").applicationId(), role("{}").uniqueName()))
        .containsExactly("app-1", "app-1_reader");
  }

  private static Stream<WireAttribute<AppRoleSpec>> attributes() {
    return Stream.concat(
        DesiredRoles.FIXED.attributes().stream(), DesiredRoles.CHANGEABLE.attributes().stream());
  }

  private static DesiredRole role(String yaml) throws JsonProcessingException {
    return DesiredRoles.of("app-1", "reader", new YAMLMapper().readValue(yaml, AppRoleSpec.class));
  }
}
