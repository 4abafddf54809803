package dev.identitydomains.operator.translate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a spec against the annotations that its schema is generated from, for API servers that did
 * not.
 */
final class SchemaCheck {

  /** The JVM makes them anew each time they are asked for. */
  private static final ClassValue<List<RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return List.of(type.getRecordComponents());
        }
      };

  private SchemaCheck() {}

  /** What is wrong with a record and everything in it, each with its path. */
  static Stream<String> problems(String path, Record value) {
    return COMPONENTS.get(value.getClass()).stream()
        .flatMap(component -> problems(path, component, value));
  }

  private static Stream<String> problems(String path, RecordComponent component, Record owner) {
    var own = path + "." + nameOf(component);
    var value = read(component, owner);
    if (value == null) {
      return component.isAnnotationPresent(Required.class)
              || component.getAccessor().isAnnotationPresent(Required.class)
          ? Stream.of(own + " is required")
          : Stream.empty();
    }
    return problems(own, value, component.getAccessor(), component::getAnnotatedType);
  }

  private static Stream<String> problems(
      String path, Object value, AnnotatedElement declaration, Supplier<AnnotatedType> type) {
    return switch (value) {
      case String text -> textProblems(path, text, declaration);
      case List<?> list ->
          Stream.concat(
              sizeProblem(path, list.size(), declaration).stream(),
              itemProblems(path, list, type.get()));
      case Record nested -> problems(path, nested);
      default -> Stream.empty();
    };
  }

  private static Stream<String> itemProblems(String path, List<?> list, AnnotatedType type) {
    var item = ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
    return IntStream.range(0, list.size())
        .boxed()
        .flatMap(i -> problems(path + "[" + i + "]", list.get(i), item, () -> item));
  }

  private static Stream<String> textProblems(
      String path, String text, AnnotatedElement declaration) {
    var pattern = declaration.getAnnotation(Pattern.class);
    var mismatch =
        pattern == null || text.matches(pattern.value())
            ? Optional.<String>empty()
            : Optional.of("%s: '%s' does not match %s".formatted(path, text, pattern.value()));
    return Stream.concat(sizeProblem(path, text.length(), declaration).stream(), mismatch.stream());
  }

  private static Optional<String> sizeProblem(String path, int size, AnnotatedElement declaration) {
    var bounds = declaration.getAnnotation(Size.class);
    if (bounds == null || (size >= bounds.min() && size <= bounds.max())) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has size %d, not between %d and %d".formatted(path, size, bounds.min(), bounds.max()));
  }

  private static String nameOf(RecordComponent component) {
    var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static @Nullable Object read(RecordComponent component, Record owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
