package dev.identitydomains.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known advisories about shipped components; {@link #main} fails when an SBOM has an affected
 * version. The list is a file with a date, because builds ask no service.
 *
 * @param date of the list, as {@code YYYY-MM-DD}
 * @param about how to read and update the list
 */
public record Advisories(String date, String about, List<Advisory> advisories) {

  /**
   * One advisory.
   *
   * @param packageUrl package URL without version and qualifiers
   * @param accepted a version that passes nevertheless
   */
  public record Advisory(
      String id,
      @JsonProperty("package") String packageUrl,
      List<Range> affected,
      @Nullable Acceptance accepted) {

    private boolean affects(Component component) {
      return component.packageUrl().equals(packageUrl)
          && affected.stream().anyMatch(range -> range.contains(component.version()));
    }

    private Finding finding(Component component) {
      var acceptance =
          Optional.ofNullable(accepted).filter(a -> a.version().equals(component.version()));
      return new Finding(component, id, acceptance);
    }
  }

  /**
   * Affected versions.
   *
   * @param from the first of them; null for all before {@code fixed}
   * @param fixed the first version after them
   */
  public record Range(@Nullable String from, String fixed) {

    private boolean contains(String version) {
      var parsed = Version.parse(version);
      return parsed.compareTo(Version.parse(fixed)) < 0
          && (from == null || parsed.compareTo(Version.parse(from)) >= 0);
    }
  }

  /** Why an affected version passes, and since when. */
  public record Acceptance(String version, String date, String reason) {}

  /** A component of an SBOM; the package URL has no version and no qualifiers. */
  record Component(String packageUrl, String version) {

    static Component of(JsonNode json) {
      var url = json.path("purl").asText();
      return new Component(url.substring(0, url.indexOf('@')), json.path("version").asText());
    }
  }

  /** An affected component. */
  record Finding(Component component, String advisory, Optional<Acceptance> accepted) {

    @Override
    public String toString() {
      return "%s %s: %s%s"
          .formatted(
              component.packageUrl(),
              component.version(),
              advisory,
              accepted.map(a -> "; accepted " + a.date() + ": " + a.reason()).orElse(""));
    }
  }

  static Advisories read(Path file) throws IOException {
    return new JsonMapper().readValue(Files.readString(file), Advisories.class);
  }

  /**
   * The affected components of a CycloneDX SBOM.
   *
   * @throws IllegalArgumentException for an SBOM without components, which would hide everything
   */
  List<Finding> findings(JsonNode sbom) {
    var components = sbom.path("components").valueStream().map(Component::of).toList();
    if (components.isEmpty()) {
      throw new IllegalArgumentException("the SBOM has no components");
    }
    return components.stream().flatMap(this::findings).toList();
  }

  private Stream<Finding> findings(Component component) {
    return advisories.stream()
        .filter(advisory -> advisory.affects(component))
        .map(advisory -> advisory.finding(component));
  }

  /** Arguments: the list, an SBOM. Exits with 1 when a finding is not accepted. */
  public static void main(String[] args) throws IOException {
    var known = read(Path.of(args[0]));
    var findings = known.findings(new JsonMapper().readTree(Path.of(args[1]).toFile()));
    System.out.printf("%d findings by the advisories of %s%n", findings.size(), known.date());
    findings.forEach(System.out::println);
    if (findings.stream().anyMatch(finding -> finding.accepted().isEmpty())) {
      System.out.println("Update what is affected, or accept the version in " + args[0] + ".");
      System.exit(1);
    }
  }
}
