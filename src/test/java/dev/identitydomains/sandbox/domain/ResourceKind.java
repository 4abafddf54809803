package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A resource type of the service, as {@code schema.json} has it.
 *
 * @param name the value of {@code meta.resourceType}
 * @param path segment below {@code /admin/v1}
 * @param schema URN of its schema
 */
record ResourceKind(String name, String path, String schema, List<ScimAttribute> attributes) {

  /** All types, and those that only change others. */
  private static final List<ResourceKind> DESCRIBED = read();

  static final ResourceKind APPS = of("Apps").orElseThrow();
  static final ResourceKind APP_ROLES = of("AppRoles").orElseThrow();
  static final ResourceKind GRANTS = of("Grants").orElseThrow();
  static final ResourceKind USERS = of("Users").orElseThrow();
  static final ResourceKind GROUPS = of("Groups").orElseThrow();
  static final ResourceKind DYNAMIC_RESOURCE_GROUPS = of("DynamicResourceGroups").orElseThrow();
  static final ResourceKind CERTIFICATES = of("OAuthClientCertificates").orElseThrow();
  static final ResourceKind STATUS_CHANGER = described("AppStatusChanger").orElseThrow();
  static final ResourceKind SECRET_REGENERATOR =
      described("AppClientSecretRegenerator").orElseThrow();

  static final List<ResourceKind> ALL =
      List.of(APPS, APP_ROLES, GRANTS, USERS, GROUPS, DYNAMIC_RESOURCE_GROUPS, CERTIFICATES);

  /** The type of this path that has resources. */
  static Optional<ResourceKind> of(String path) {
    return described(path).filter(kind -> kind.path().endsWith("s"));
  }

  private static Optional<ResourceKind> described(String path) {
    return DESCRIBED.stream().filter(kind -> kind.path().equals(path)).findFirst();
  }

  private static List<ResourceKind> read() {
    try (var file = ResourceKind.class.getResourceAsStream("schema.json")) {
      var json = JsonMapper.builder().build().readTree(Objects.requireNonNull(file));
      return json.path("resourceTypes").valueStream().map(type -> read(type, json)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResourceKind read(JsonNode type, JsonNode file) {
    return new ResourceKind(
        type.path("name").asText(),
        type.path("endpoint").asText(),
        type.path("schema").asText(),
        Stream.concat(file.path("common").valueStream(), type.path("attributes").valueStream())
            .map(ScimAttribute::read)
            .toList());
  }

  /** The attribute of this name, whose case does not matter. */
  Optional<ScimAttribute> attribute(String wanted) {
    return ScimAttribute.named(attributes.stream(), wanted);
  }

  List<String> names(Predicate<ScimAttribute> wanted) {
    return attributes.stream().filter(wanted).map(ScimAttribute::name).toList();
  }

  /** Names of the attributes whose values no two resources share; ids are made unique. */
  List<String> unique() {
    return names(
        attribute -> !attribute.uniqueness().equals("none") && !attribute.name().endsWith("id"));
  }

  /** JSON pointers of the indexed attributes. */
  List<String> indexed() {
    var more =
        switch (path) {
          case "AppRoles" -> List.of("/app/value");
          case "Grants" -> List.of("/grantee/value", "/app/value", "/entitlement/attributeValue");
          default -> List.<String>of();
        };
    return Stream.concat(
            Stream.concat(Stream.of("/id"), unique().stream().map(name -> "/" + name)),
            more.stream())
        .toList();
  }
}
