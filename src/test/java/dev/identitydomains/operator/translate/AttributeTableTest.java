package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributeTableTest {

  private record Outer(@Nullable String name, @Nullable Inner inner) {}

  private record Inner(@Nullable Boolean on, @Nullable List<String> tags) {}

  private static final AttributeTable<Inner> INNER =
      AttributeTable.of(
          WireAttribute.flag("on", "isOn", Inner::on),
          WireAttribute.keys("tags", "labels", "key", Inner::tags));
  private static final AttributeTable<Outer> TABLE =
      AttributeTable.<Outer>of(WireAttribute.text("name", "displayName", Outer::name))
          .with("inner", Outer::inner, INNER);

  @Test
  void fieldsOfAPartHaveItsFieldBefore() {
    assertThat(TABLE.attributes())
        .extracting(WireAttribute::field)
        .containsExactly("name", "inner.on", "inner.tags");
    var twice = AttributeTable.<List<Outer>>of().with("outer", List::getFirst, TABLE);
    assertThat(twice.attributes())
        .extracting(WireAttribute::field)
        .containsExactly("outer.name", "outer.inner.on", "outer.inner.tags");
  }

  @Test
  void shapesAreThoseOfAllAttributesInTheirOrder() {
    assertThat(TABLE.shapes())
        .containsExactly(
            Map.entry("displayName", AttributeValue.of("")),
            Map.entry("isOn", AttributeValue.of(false)),
            Map.entry("labels", new ComplexValues("key", Map.of())));
  }

  @Test
  void declaredValuesHaveTheirWireNamesInTheOrderOfTheTable() {
    assertThat(TABLE.declared(new Outer("🔑", new Inner(true, List.of("b", "a", "b")))))
        .containsExactly(
            Map.entry("displayName", AttributeValue.of("🔑")),
            Map.entry("isOn", AttributeValue.of(true)),
            Map.entry("labels", ComplexValues.ofKeys("key", List.of("a", "b"))));
  }

  @Test
  void declaredValuesLeaveMissingFieldsAndPartsOut() {
    assertThat(TABLE.declared(new Outer(null, null))).isEmpty();
    assertThat(TABLE.declared(new Outer("", null)))
        .isEqualTo(Map.of("displayName", AttributeValue.of("")));
    assertThat(TABLE.declared(new Outer(null, new Inner(null, List.of()))))
        .isEqualTo(Map.of("labels", new ComplexValues("key", Map.of())));
  }

  @Test
  void partIsAddedToACopy() {
    var before = AttributeTable.<Outer>of();
    assertThat(before.with("inner", Outer::inner, INNER).attributes()).hasSize(2);
    assertThat(before.attributes()).isEmpty();
    assertThat(before.shapes()).isEmpty();
    assertThat(before.declared(new Outer("a", null))).isEmpty();
  }

  @Test
  void valuesHaveTheTypeOfTheirAttribute() {
    var table =
        AttributeTable.<String>of(
            WireAttribute.seconds("life", "expiry", text -> text),
            WireAttribute.strings("words", "words", text -> List.of(text.split("h", -1))),
            WireAttribute.complex("map", "map", "key", text -> Map.of(text, Map.of("a", 1L))));
    assertThat(table.declared("1h1s"))
        .isEqualTo(
            Map.of(
                "expiry", AttributeValue.of(3601),
                "words", AttributeValue.of(Stream.of("1s", "1")),
                "map", new ComplexValues("key", Map.of("1h1s", Map.of("a", 1L)))));
    assertThat(table.shapes())
        .isEqualTo(
            Map.of(
                "expiry", AttributeValue.of(0),
                "words", AttributeValue.of(Stream.of()),
                "map", new ComplexValues("key", Map.of())));
  }
}
