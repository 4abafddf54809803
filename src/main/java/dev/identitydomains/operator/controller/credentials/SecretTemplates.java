package dev.identitydomains.operator.controller.credentials;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.text.ForeignText;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders the files that a spec adds to a client's Secret, from Mustache templates over the entries
 * by their standard names. Pure.
 */
public final class SecretTemplates {

  /** In base64, three bytes of UTF-8 for each are as much as the operator reads again. */
  private static final int MOST_CHARACTERS = BoundedReads.LARGEST_SECRET / 4;

  /** As long as entries that the domain gives are. */
  private static final String LONG_URL = "u".repeat(200);

  private static final String LONG_PEM = "p".repeat(3500);

  /** A file is too large; the message is that of an invalid spec. */
  public static final class TooLarge extends RuntimeException {

    @java.io.Serial private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  private SecretTemplates() {}

  /** The declared templates by the key in the Secret. */
  static Map<String, String> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::template)
        .orElse(Map.of());
  }

  /**
   * The files by the key in the Secret.
   *
   * @param entries the entries by their standard names
   * @throws TooLarge when a file is larger than the operator could read again
   */
  static Map<String, String> files(ClientApplication app, Map<String, String> entries) {
    var files = new LinkedHashMap<String, String>();
    declared(app)
        .forEach((key, template) -> files.put(key, render(key, compile(key, template), entries)));
    return files;
  }

  /** The errors of templates; one without renders if entries have lengths as usual. */
  static List<String> problems(ClientApplication app) {
    var longest =
        declared(app).isEmpty()
            ? Map.<String, String>of()
            : BindingEntries.of(
                app,
                LONG_URL,
                new OpenIdConfiguration(
                    LONG_URL, LONG_URL, LONG_URL, LONG_URL, LONG_URL, LONG_URL, LONG_URL),
                new ClientKeyPair(LONG_URL, LONG_PEM, new Sensitive(LONG_PEM), List.of()),
                References.allowedScopes(app).toList(),
                LONG_URL);
    return declared(app).entrySet().stream()
        .flatMap(template -> problem(template.getKey(), template.getValue(), longest).stream())
        .toList();
  }

  private static Optional<String> problem(
      String key, String template, Map<String, String> entries) {
    try {
      var unknown = new UnknownNames();
      var compiled = compile(key, template);
      compiled.visit(unknown);
      render(key, compiled, entries);
      return unknown
          .first()
          .map(name ->
              invalid(
                  key,
                  "uses %s, which is none of %s"
                      .formatted(
                          ForeignText.of(name),
                          String.join(", ", EntryNames.STANDARD.stream().sorted().toList()))));
    } catch (MustacheException e) {
      return Optional.of(
          invalid(
              key, "is no Mustache template: " + ForeignText.of(String.valueOf(e.getMessage()))));
    } catch (TooLarge e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String invalid(String key, String problem) {
    return "spec.credentialsSecret.template[%s]: Invalid value: %s".formatted(key, problem);
  }

  private static String render(String key, Template template, Map<String, String> entries) {
    var values = new TreeMap<String, String>();
    EntryNames.STANDARD.forEach(name -> values.put(name, entries.getOrDefault(name, "")));
    var text = new BoundedWriter(key);
    template.execute(values, text);
    return text.toString();
  }

  private static Template compile(String key, String template) {
    return Mustache.compiler()
        .withCollector(new EntriesAlone())
        .withEscaper(FileFormat.of(key)::escape)
        .emptyStringIsFalse(true)
        .defaultValue("") // names are checked before, also those in sections that do not run
        .withLoader(name -> {
          throw new MustacheException("it includes %s, and there are no partials".formatted(name));
        })
        .compile(template);
  }

  /** Collects the first name that is none of an entry, in whatever section. */
  private static final class UnknownNames implements Mustache.Visitor {

    private @Nullable String first;

    Optional<String> first() {
      return Optional.ofNullable(first);
    }

    private boolean check(String name) {
      if (first == null && !EntryNames.STANDARD.contains(name)) {
        first = name;
      }
      return true;
    }

    @Override
    public void visitText(String text) {}

    @Override
    public void visitVariable(String name) {
      check(name);
    }

    @Override
    public boolean visitInclude(String name) {
      return true;
    }

    @Override
    public boolean visitSection(String name) {
      return check(name);
    }

    @Override
    public boolean visitInvertedSection(String name) {
      return check(name);
    }
  }

  /** Finds entries, and no fields or methods of objects, as the library's own does. */
  private static final class EntriesAlone extends BasicCollector {

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
      return context instanceof Map<?, ?> entries && entries.containsKey(name)
          ? (_, _) -> Objects.requireNonNull(entries.get(name))
          : null;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new LinkedHashMap<>();
    }
  }

  private static final class BoundedWriter extends Writer {

    private final String key;
    private final StringBuilder text = new StringBuilder();

    BoundedWriter(String key) {
      this.key = key;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
      if (text.length() + length > MOST_CHARACTERS) {
        throw new TooLarge(
            invalid(key, "renders to more than %d characters".formatted(MOST_CHARACTERS)));
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
