package dev.identitydomains.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.admission.AdmissionTable.Accepted;
import dev.identitydomains.admission.AdmissionTable.Row;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table, judged without an API server. */
class OfflineAdmissionTest {

  static Stream<Row> rows() {
    return AdmissionTable.rows();
  }

  static Stream<Accepted> accepted() {
    return AdmissionTable.accepted();
  }

  static Stream<String> plurals() {
    return AdmissionTable.plurals();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void definitionRefusesInvalidSpecAtItsField(Row row) {
    var errors = AdmissionTable.errors(row.plural(), row.wrong(), row.before());
    assertThat(errors)
        .as(row.toString())
        .isNotEmpty()
        .allMatch(error -> error.field().equals(row.field()));
    assertThat(errors).as(row.toString()).anyMatch(error -> error.message().endsWith(row.words()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void definitionAdmitsCorrectedSpec(Row row) {
    assertThat(AdmissionTable.errors(row.plural(), row.right(), row.before()))
        .as(row.toString())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void definitionAdmitsValidSpec(Accepted row) {
    assertThat(AdmissionTable.errors(row.plural(), row.spec(), row.before())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("plurals")
  void everyConstraintOfTheDefinitionHasARow(String plural) {
    assertThat(AdmissionTable.rows(plural).map(row -> row.field() + ": " + row.words()))
        .containsAll(Constraints.of(AdmissionTable.definition(plural)).toList());
  }

  @ParameterizedTest
  @MethodSource("plurals")
  void everyRuleNamesItsFieldAndReason(String plural) {
    var ruled = AdmissionTable.definition(plural).findParents("x-kubernetes-validations");
    assertThat(ruled)
        .isNotEmpty()
        .allSatisfy(schema -> {
          var isScalar = !schema.path("type").asText().matches("object|array");
          assertThat(schema.path("x-kubernetes-validations").valueStream())
              .allMatch(rule -> rule.has("reason"))
              // a rule about a scalar is reported at it, and can name no other field
              .allMatch(rule -> rule.has("fieldPath") != isScalar)
              .allMatch(rule -> rule.path("message").asText().matches("(must|may not|is immu).*"));
        });
  }
}
