package dev.identitydomains;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directions between the packages, as CONTRIBUTING.md draws them. */
class ArchitectureTest {

  private static final String ROOT = "dev.identitydomains.operator.";
  private static final String CONTROLLER = ROOT + "controller.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.identitydomains.operator");
  private static final JavaClasses SANDBOX =
      new ClassFileImporter().importPackages("dev.identitydomains.sandbox");

  /** Each room, and the rooms that it may look into: those on the floors below it. */
  private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

  static {
    var domain = List.of("engine.domain", "engine.sync", "engine.inventory", "engine.calls");
    var values = List.of("translate", "token", "scim", "http", "plan", "status", "api.v1alpha1");
    room("cli", List.of("runtime"));
    room(
        "runtime",
        List.of(
            "controller.domain", "controller.application", "controller.role", "controller.grant"),
        List.of("controller.credentials", "controller.reconcile", "controller.reference", "kube"),
        domain,
        values);
    for (var kind : List.of("domain", "role", "grant")) {
      room(
          "controller." + kind,
          List.of("controller.reconcile", "controller.reference", "kube"),
          domain,
          values);
    }
    room(
        "controller.application",
        List.of("controller.credentials", "controller.reconcile", "controller.reference", "kube"),
        domain,
        values);
    room("controller.reconcile", List.of("controller.reference", "kube"), domain, values);
    room("controller.credentials", List.of("controller.reference", "kube"), domain, values);
    room("controller.reference", List.of("kube"), domain, values);
    room("kube", List.of("status", "api.v1alpha1"));
    room(
        "engine.domain",
        List.of("engine.sync", "engine.inventory", "engine.calls"),
        List.of("plan", "scim", "token", "http"));
    room(
        "engine.sync",
        List.of("engine.inventory", "engine.calls"),
        List.of("plan", "scim", "http"));
    room("engine.inventory", List.of("plan", "scim", "http"));
    room("engine.calls", List.of("scim", "http"));
    room("translate", List.of("plan", "schema", "api.v1alpha1"));
    room("schema");
    room("token", List.of("http"));
    room("scim", List.of("http"));
    room("http");
    room("plan");
    room("status", List.of("api.v1alpha1"));
    room("api.v1alpha1");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static void room(String name, List<String>... below) {
    ROOMS.put(name, Stream.of(below).flatMap(List::stream).toList());
  }

  @Test
  void everyRoomLooksIntoRoomsBelowItOnly() {
    var house = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (var room : ROOMS.keySet()) {
      house = house.layer(room).definedBy(ROOT + room);
    }
    for (var room : ROOMS.entrySet()) {
      var layer = house.whereLayer(room.getKey());
      house =
          room.getValue().isEmpty()
              ? layer.mayNotAccessAnyLayer()
              : layer.mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    house.check(MAIN);
  }

  @Test
  void everyClassIsInARoom() {
    assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            ROOMS.keySet().stream().map(room -> ROOT + room).toList());
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void controllerRoomsHaveFewArrowsOnFewFloors() {
    var arrows = new TreeMap<String, Set<String>>();
    for (var origin : MAIN) {
      for (var dependency : origin.getDirectDependenciesFromSelf()) {
        var from = origin.getPackageName();
        var to = dependency.getTargetClass().getPackageName();
        if (from.startsWith(CONTROLLER) && to.startsWith(CONTROLLER) && !from.equals(to)) {
          arrows
              .computeIfAbsent(from.substring(CONTROLLER.length()), _ -> new TreeSet<>())
              .add(to.substring(CONTROLLER.length()));
        }
      }
    }
    System.out.println("arrows among the rooms of controller: " + arrows);
    assertThat(arrows.values().stream().mapToInt(Set::size).sum()).isLessThanOrEqualTo(12);
    assertThat(arrows.keySet().stream().mapToInt(room -> floor(room, arrows)).max().orElse(0))
        .isLessThanOrEqualTo(4);
  }

  private static int floor(String room, Map<String, Set<String>> arrows) {
    return 1
        + arrows.getOrDefault(room, Set.of()).stream()
            .mapToInt(below -> floor(below, arrows))
            .max()
            .orElse(0);
  }

  @Test
  void planningIsPure() {
    classes()
        .that()
        .resideInAPackage(ROOT + "plan")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "plan", "java.lang..", "java.time..", "java.util..", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void onlyControllersAndTheirRuntimeKnowTheKubernetesClient() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "plan",
            ROOT + "scim",
            ROOT + "token",
            ROOT + "engine..",
            ROOT + "http",
            ROOT + "translate",
            ROOT + "schema",
            ROOT + "status")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..", "io.fabric8.kubernetes.api..", "io.javaoperatorsdk..")
        .check(MAIN);
  }

  @Test
  void theSandboxSharesNothingWithTheOperator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.identitydomains.operator..")
        .check(SANDBOX);
  }

  @Test
  void theEmulatedDomainKnowsNoKubernetes() {
    noClasses()
        .that()
        .resideInAPackage("dev.identitydomains.sandbox.domain")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..", "io.javaoperatorsdk..", "dev.identitydomains.sandbox.kube")
        .check(SANDBOX);
  }
}
