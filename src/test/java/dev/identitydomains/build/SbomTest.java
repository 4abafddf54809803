package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S22: the bill of materials of the libraries alone, and of an image. */
class SbomTest {

  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    write(
        "target/libraries.txt",
        """

        The following files have been resolved:
           org.b:second:jar:linux:2.0-rc1:runtime -- module b [auto]
           org.a:first:jar:1.0:compile -- module a
        """);
    write("target/lib/first-1.0.jar", "abc");
    write("target/lib/second-2.0-rc1-linux.jar", "");
    write(
        "root/opt/java/release",
        "JAVA_VERSION=\"25.0.4\"\nMODULES=\"java.base\"\nIMPLEMENTOR=\"X\"\n");
    write("root/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    write(
        "root/var/lib/dpkg/status.d/libc6",
        "Package: libc6\nSource: glibc\nVersion: 1:2.36-9+deb12u14\nDescription: C\n Version of C\n");
  }

  @Test
  void librariesHaveTheirHashes() throws IOException {
    Sbom.main(new String[] {file().toString(), "0.1.0", folder.resolve("target").toString()});
    var components = new JsonMapper().readTree(file().toFile()).path("components");
    assertThat(components.findValuesAsText("purl"))
        .containsExactly(
            "pkg:maven/org.a/first@1.0?type=jar", "pkg:maven/org.b/second@2.0-rc1?type=jar");
    assertThat(components.findValuesAsText("content").getFirst())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void imageHasJavaAndPackagesToo() throws IOException {
    Sbom.main(
        new String[] {
          file().toString(),
          "0.1.0",
          folder.resolve("target").toString(),
          folder.resolve("root").toString()
        });
    assertThat(
            new JsonMapper().readTree(file().toFile()).path("components").findValuesAsText("purl"))
        .contains(
            "pkg:generic/openjdk@25.0.4",
            "pkg:deb/debian/libc6@1%3A2.36-9%2Bdeb12u14?arch=amd64&distro=debian-12");
  }

  private Path file() {
    return folder.resolve("sbom.json");
  }

  private void write(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
