package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.build.Advisories.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S22: a known vulnerable version of what is shipped fails the build. */
class AdvisoriesTest {

  private static final Path LIST = Path.of("src", "image", "advisories.json");
  private static final String DATABIND = "pkg:maven/com.fasterxml.jackson.core/jackson-databind";

  @ParameterizedTest
  @CsvSource({
    "2.9.10.8,     true",
    "2.20.0,       true",
    "2.21.4,       true", // fixes some, not all
    "2.22.0,       true",
    "2.22.4,       false",
    "2.23.0,       false",
  })
  void jacksonIsAffectedUpToItsFixes(String version, boolean affected) throws IOException {
    assertThat(Advisories.read(LIST).findings(sbom(DATABIND, version, "?type=jar")).isEmpty())
        .isEqualTo(!affected);
  }

  @ParameterizedTest
  @CsvSource({
    "2.36-9+deb12u9,  true",
    "2.36-9+deb12u13, true",
    "2.36-9+deb12u14, false",
    "2.41-12,         false",
  })
  void packageVersionsOfDebianAreCompared(String version, boolean affected) throws IOException {
    var sbom = sbom("pkg:deb/debian/libc6", version, "?arch=amd64&distro=debian-12");
    assertThat(Advisories.read(LIST).findings(sbom).isEmpty()).isEqualTo(!affected);
  }

  @Test
  void acceptanceHoldsForOneVersion() throws IOException {
    var known = Advisories.read(LIST);
    assertThat(known.findings(sbom("pkg:generic/openjdk", "25.0.3", "")))
        .singleElement()
        .matches(finding -> finding.accepted().isPresent())
        .extracting(Finding::toString)
        .asString()
        .contains("25.0.3", "CVE-2026-46968", "accepted 2026-");
    assertThat(known.findings(sbom("pkg:generic/openjdk", "25.0.2", "")))
        .singleElement()
        .matches(finding -> finding.accepted().isEmpty());
    assertThat(known.findings(sbom("pkg:generic/openjdk", "25.0.4", ""))).isEmpty();
  }

  @Test
  void emptySbomIsNoProof() throws IOException {
    var known = Advisories.read(LIST);
    assertThatThrownBy(() -> known.findings(new JsonMapper().readTree("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commandFailsOnlyOnUnacceptedFinding(@TempDir Path folder) throws Exception {
    assertThat(exit(folder, sbom(DATABIND, "2.20.0", ""))).isEqualTo(1);
    assertThat(exit(folder, sbom(DATABIND, "2.22.4", ""))).isZero();
    assertThat(exit(folder, sbom("pkg:generic/openjdk", "25.0.3", ""))).isZero();
  }

  private static int exit(Path folder, JsonNode sbom) throws Exception {
    var file = Files.writeString(folder.resolve("sbom.json"), sbom.toString());
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Advisories.class.getName(),
                LIST.toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var exit = process.waitFor();
    assertThat(output).contains("findings by the advisories of 2");
    return exit;
  }

  private static JsonNode sbom(String packageUrl, String version, String qualifiers) {
    var sbom = new JsonMapper().createObjectNode();
    sbom.putArray("components")
        .addObject()
        .put("version", version)
        .put("purl", packageUrl + "@" + version.replace("+", "%2B") + qualifiers);
    return sbom;
  }
}
