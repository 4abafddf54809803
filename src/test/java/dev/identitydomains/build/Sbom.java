package dev.identitydomains.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * Writes the bill of materials of what is shipped, as <a
 * href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>: the libraries, and of an image the
 * Java runtime and the packages of the C library, as {@code runtime.sh} has laid them out. Equal
 * content makes an equal file.
 */
public final class Sbom {

  private static final String OPERATOR = "pkg:maven/dev.identitydomains/identity-domain-operator@";

  private final ObjectNode json = new JsonMapper().createObjectNode();
  private final ArrayNode components;

  Sbom(String version) {
    json.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    json.putObject("metadata")
        .putObject("component")
        .put("type", "application")
        .put("bom-ref", OPERATOR + version)
        .put("group", "dev.identitydomains")
        .put("name", "identity-domain-operator")
        .put("version", version)
        .put("purl", OPERATOR + version);
    components = json.putArray("components");
  }

  /**
   * Arguments: the file to write, the operator's version, the build's folder with {@code
   * libraries.txt} and {@code lib/}, and the root of an image, if any.
   */
  public static void main(String[] args) throws IOException {
    var sbom = new Sbom(args[1]);
    var build = Path.of(args[2]);
    sbom.addLibraries(Files.readAllLines(build.resolve("libraries.txt")), build.resolve("lib"));
    if (args.length > 3) {
      sbom.addJava(Path.of(args[3]));
      sbom.addPackages(Path.of(args[3]));
    }
    new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(Path.of(args[0]).toFile(), sbom.json);
  }

  /**
   * Adds the libraries that {@code dependency:list} has listed.
   *
   * @param lines {@code group:artifact:type[:classifier]:version:scope}, with text around
   * @param jars folder that holds all of them
   */
  void addLibraries(List<String> lines, Path jars) throws IOException {
    for (var line : lines.stream().map(String::strip).sorted().toList()) {
      var names = line.split(" ", 2)[0].split(":", -1);
      if (names.length >= 5) {
        addLibrary(names, jars);
      }
    }
  }

  private void addLibrary(String[] names, Path jars) throws IOException {
    var version = names[names.length - 2];
    var classifier = names.length == 6 ? "-" + names[3] : "";
    var url = "pkg:maven/%s/%s@%s".formatted(names[0], names[1], version);
    var library = component(names[1], version, url + "?type=" + names[2]).put("group", names[0]);
    library
        .putArray("hashes")
        .addObject()
        .put("alg", "SHA-256")
        .put("content", sha256(jars.resolve(names[1] + "-" + version + classifier + ".jar")));
  }

  private void addJava(Path root) throws IOException {
    var release = properties(root.resolve("opt/java/release"));
    var version = value(release, "JAVA_VERSION");
    component("openjdk", version, "pkg:generic/openjdk@" + version)
        .put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*")
        .put("publisher", value(release, "IMPLEMENTOR"))
        .put("description", "Modules " + value(release, "MODULES"));
  }

  private void addPackages(Path root) throws IOException {
    var distribution = properties(root.resolve("etc/os-release"));
    var id = value(distribution, "ID");
    var qualifiers = "?arch=amd64&distro=" + id + "-" + value(distribution, "VERSION_ID");
    try (var files = Files.list(root.resolve("var/lib/dpkg/status.d"))) {
      for (var file : files.sorted().toList()) {
        var fields = properties(file);
        var name = value(fields, "Package");
        var version = value(fields, "Version");
        var encoded = version.replace("+", "%2B").replace(":", "%3A");
        component(name, version, "pkg:deb/" + id + "/" + name + "@" + encoded + qualifiers);
      }
    }
  }

  private ObjectNode component(String name, String version, String packageUrl) {
    return components
        .addObject()
        .put("type", "library")
        .put("bom-ref", packageUrl)
        .put("name", name)
        .put("version", version)
        .put("purl", packageUrl);
  }

  /** Lines of {@code key=value} or {@code key: value}; indented lines continue a text. */
  private static Properties properties(Path file) throws IOException {
    var lines = Files.readAllLines(file).stream().filter(line -> !line.startsWith(" ")).toList();
    var properties = new Properties();
    properties.load(new StringReader(String.join("\n", lines)));
    return properties;
  }

  private static String value(Properties properties, String key) {
    return Objects.requireNonNull(properties.getProperty(key), key).replace("\"", "");
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
