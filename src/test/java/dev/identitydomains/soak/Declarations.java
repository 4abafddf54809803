package dev.identitydomains.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The resources that are declared now, and the objects of the domain that follow from them. Every
 * fourth application is an API with scopes and a role; the next ones have a scope of it, a role of
 * the domain, or its role. Not thread-safe.
 */
final class Declarations {

  static final String NAMESPACE = "soak";

  /** A custom resource by kind and number. */
  record Key(String kind, int number) {

    static Key application(int number) {
      return new Key("ClientApplication", number);
    }

    static Key role(int number) {
      return new Key("AppRole", number);
    }

    static Key grant(int number) {
      return new Key("AppRoleGrant", number);
    }

    static Key assignment(int number) {
      return new Key("AppAssignment", number);
    }

    /** Whether it declares a grant, which no other resource needs. */
    boolean isGrant() {
      return kind.equals("AppRoleGrant") || kind.equals("AppAssignment");
    }

    String name() {
      return switch (kind) {
        case "AppRole" -> "role-" + number;
        case "AppRoleGrant" -> "grant-" + number;
        case "AppAssignment" -> "assignment-" + number;
        default -> "app-" + number;
      };
    }
  }

  private final int size;
  private final Map<Integer, Integer> revisions = new HashMap<>();
  private final Map<Integer, Integer> rotations = new HashMap<>();
  private final Set<Key> absent = new HashSet<>();

  Declarations(int size) {
    this.size = size;
  }

  /** All resources, declared or not; those that others need come first. */
  List<Key> all() {
    var keys = new ArrayList<Key>();
    IntStream.range(0, size).mapToObj(Key::application).forEach(keys::add);
    IntStream.range(0, size).filter(Declarations::isApi).mapToObj(Key::role).forEach(keys::add);
    IntStream.range(0, size)
        .filter(Declarations::isGranted)
        .mapToObj(Key::grant)
        .forEach(keys::add);
    IntStream.range(0, size)
        .filter(Declarations::isGranted)
        .mapToObj(Key::assignment)
        .forEach(keys::add);
    return keys;
  }

  List<Key> present() {
    return all().stream().filter(this::isPresent).toList();
  }

  boolean isPresent(Key key) {
    return !absent.contains(key);
  }

  void remove(Key key) {
    absent.add(key);
  }

  void restore(Key key) {
    absent.remove(key);
  }

  void edit(int number) {
    revisions.merge(number, 1, Integer::sum);
  }

  void rotate(int number) {
    rotations.merge(number, 1, Integer::sum);
  }

  static boolean isApi(int number) {
    return number % 4 == 0;
  }

  /** Whether others use the resource, which waits for it otherwise. */
  boolean isNeeded(Key key) {
    return isApi(key.number()) && !key.isGrant();
  }

  static boolean isClient(int number) {
    return !isApi(number);
  }

  private static boolean isGranted(int number) {
    return number % 20 == 0 || number % 20 == 4;
  }

  private static String grantee(int number) {
    return number % 20 == 0 ? "group: Order Staff" : "user: ada@example.com";
  }

  private static String name(int number) {
    return grantee(number).replaceFirst("^\\w+: ", "");
  }

  private boolean isOdd(int number) {
    return revisions.getOrDefault(number, 0) % 2 == 1;
  }

  String description(int number) {
    return "Revision %d of application %d".formatted(revisions.getOrDefault(number, 0), number);
  }

  static String clientId(int number) {
    return "app_" + number;
  }

  private static String audience(int number) {
    return "https://app-%d.example.com/".formatted(number);
  }

  /** The scopes that an application may request. */
  List<String> scopes(int number) {
    if (number % 4 != 1) {
      return List.of();
    }
    var read = audience(number - 1) + "read";
    return isOdd(number) ? List.of(read, audience(number - 1) + "write") : List.of(read);
  }

  String yaml(Key key) {
    return switch (key.kind()) {
      case "AppRole" ->
          """
          apiVersion: identitydomains.dev/v1alpha1
          kind: AppRole
          metadata: {name: role-%1$d, namespace: soak}
          spec: {applicationRef: {name: app-%1$d}, availableTo: [Clients, Groups, Users]}
          """
              .formatted(key.number());
      case "AppRoleGrant" ->
          """
          apiVersion: identitydomains.dev/v1alpha1
          kind: AppRoleGrant
          metadata: {name: grant-%1$d, namespace: soak}
          spec:
            role: {role: role-%1$d, application: {name: app-%1$d}}
            grantee: {%2$s}
          """
              .formatted(key.number(), grantee(key.number()));
      case "AppAssignment" ->
          """
          apiVersion: identitydomains.dev/v1alpha1
          kind: AppAssignment
          metadata: {name: assignment-%1$d, namespace: soak}
          spec:
            applicationRef: {name: app-%1$d}
            grantee: {%2$s}
          """
              .formatted(key.number(), grantee(key.number()));
      default -> application(key.number());
    };
  }

  private String application(int number) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: ClientApplication
    metadata:
      name: app-%1$d
      namespace: soak
      annotations: {identitydomains.dev/rotate-secret: "%2$d"}
    spec:
      domainRef: {name: main}
      clientId: app_%1$d
      displayName: Application %1$d
      description: %3$s
    %4$s
    """
        .formatted(
            number, rotations.getOrDefault(number, 0), description(number), settings(number));
  }

  private String settings(int number) {
    var certificates = number % 40 == 6 ? ", certificates: {}" : "";
    return switch (number % 4) {
      case 0 ->
          "  resourceServer: {audience: \"%s\", scopes: [{value: read}, {value: write}]}"
              .formatted(audience(number));
      case 1 ->
          "  client: {grantTypes: [client_credentials], allowedScopes: [\"%s\"]}"
              .formatted(String.join("\", \"", scopes(number)));
      case 2 ->
          "  client: {grantTypes: [client_credentials]%s}\n  appRoles: %s"
              .formatted(certificates, isOdd(number) ? "[]" : "[{role: User Administrator}]");
      default ->
          "  client: {grantTypes: [client_credentials]}\n  appRoles: [{role: role-%1$d, application: {name: app-%1$d}}]"
              .formatted(number - 3);
    };
  }

  /** The objects that the domain should have, each in one line. */
  Set<String> expected() {
    var lines = new TreeSet<String>();
    for (var key : present()) {
      var number = key.number();
      switch (key.kind()) {
        case "AppRole" -> lines.add(DomainObjects.role(clientId(number), key.name()));
        case "AppRoleGrant" ->
            lines.add(DomainObjects.grant(name(number), clientId(number), "role-" + number));
        case "AppAssignment" -> lines.add(DomainObjects.grant(name(number), clientId(number), ""));
        default -> {
          lines.add(DomainObjects.app(clientId(number), description(number), scopes(number)));
          grantOf(number).forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private Stream<String> grantOf(int number) {
    return switch (number % 4) {
      case 2 ->
          isOdd(number)
              ? Stream.of()
              : Stream.of(DomainObjects.grant(clientId(number), "IDCSApp", "User Administrator"));
      case 3 ->
          Stream.of(
              DomainObjects.grant(clientId(number), clientId(number - 3), "role-" + (number - 3)));
      default -> Stream.of();
    };
  }

  /** How often each kind is declared, for messages. */
  Map<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    present().forEach(key -> counts.merge(key.kind(), 1L, Long::sum));
    return counts;
  }
}
