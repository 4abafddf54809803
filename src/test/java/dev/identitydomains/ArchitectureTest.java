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

  /** Each package, and the packages below it that it may use. */
  private static final Map<String, List<String>> PACKAGES = new LinkedHashMap<>();

  static {
    var domain = List.of("engine.domain", "engine.sync", "engine.inventory", "engine.calls");
    var values =
        List.of(
            "translate",
            "policy",
            "token",
            "scim",
            "http",
            "plan",
            "status",
            "text",
            "api.v1alpha1");
    allow("cli", List.of("runtime"));
    allow(
        "runtime",
        List.of(
            "controller.domain", "controller.application", "controller.role", "controller.grant"),
        List.of("controller.credentials", "controller.reconcile", "controller.reference"),
        List.of("kube", "kube.client", "recording"),
        domain,
        values);
    for (var kind : List.of("domain", "role", "grant")) {
      allow(
          "controller." + kind,
          List.of("controller.reconcile", "controller.reference", "kube"),
          domain,
          values);
    }
    allow(
        "controller.application",
        List.of("controller.credentials", "controller.reconcile", "controller.reference", "kube"),
        domain,
        values);
    allow("controller.reconcile", List.of("controller.reference", "kube"), domain, values);
    allow("controller.credentials", List.of("controller.reference", "kube"), domain, values);
    allow("controller.reference", List.of("kube"), domain, values);
    allow("kube", List.of("status", "text", "api.v1alpha1"));
    allow("kube.client");
    allow(
        "engine.domain",
        List.of("engine.sync", "engine.inventory", "engine.calls"),
        List.of("plan", "scim", "token", "http"));
    allow(
        "engine.sync",
        List.of("engine.inventory", "engine.calls"),
        List.of("plan", "scim", "http", "text"));
    allow("engine.inventory", List.of("plan", "scim", "http"));
    allow("engine.calls", List.of("scim", "http"));
    allow("translate", List.of("plan", "schema", "api.v1alpha1"));
    allow("policy", List.of("api.v1alpha1"));
    allow("schema");
    allow("recording");
    allow("token", List.of("http", "text"));
    allow("scim", List.of("http", "text"));
    allow("http", List.of("text"));
    allow("text");
    allow("plan");
    allow("status", List.of("text", "api.v1alpha1"));
    allow("api.v1alpha1");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static void allow(String name, List<String>... below) {
    PACKAGES.put(name, Stream.of(below).flatMap(List::stream).toList());
  }

  @Test
  void packagesUseOnlyPackagesBelowThem() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (var rule : PACKAGES.keySet()) {
      layers = layers.layer(rule).definedBy(ROOT + rule);
    }
    for (var rule : PACKAGES.entrySet()) {
      var layer = layers.whereLayer(rule.getKey());
      layers =
          rule.getValue().isEmpty()
              ? layer.mayNotAccessAnyLayer()
              : layer.mayOnlyAccessLayers(rule.getValue().toArray(String[]::new));
    }
    layers.check(MAIN);
  }

  @Test
  void everyPackageHasItsRule() {
    assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            PACKAGES.keySet().stream().map(name -> ROOT + name).toList());
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void controllerPackagesHaveFewDependenciesOnFewLevels() {
    var dependencies = new TreeMap<String, Set<String>>();
    for (var origin : MAIN) {
      for (var dependency : origin.getDirectDependenciesFromSelf()) {
        var from = origin.getPackageName();
        var to = dependency.getTargetClass().getPackageName();
        if (from.startsWith(CONTROLLER) && to.startsWith(CONTROLLER) && !from.equals(to)) {
          dependencies
              .computeIfAbsent(from.substring(CONTROLLER.length()), _ -> new TreeSet<>())
              .add(to.substring(CONTROLLER.length()));
        }
      }
    }
    System.out.println("dependencies among the packages of controller: " + dependencies);
    assertThat(dependencies.values().stream().mapToInt(Set::size).sum()).isLessThanOrEqualTo(12);
    assertThat(
            dependencies.keySet().stream()
                .mapToInt(name -> level(name, dependencies))
                .max()
                .orElse(0))
        .isLessThanOrEqualTo(4);
  }

  private static int level(String name, Map<String, Set<String>> dependencies) {
    return 1
        + dependencies.getOrDefault(name, Set.of()).stream()
            .mapToInt(below -> level(below, dependencies))
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

  /** Whoever reaches a connection without this check reaches the domain of others. */
  @Test
  void onlyDomainAccessAndTheDomainControllerReachConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "engine.domain", CONTROLLER + "domain", ROOT + "runtime")
        .and()
        .doNotHaveFullyQualifiedName(CONTROLLER + "reference.DomainAccess")
        .and()
        .doNotHaveFullyQualifiedName(CONTROLLER + "reconcile.ControllerServices")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "engine.domain.DomainConnections")
        .check(MAIN);
  }

  @Test
  void sandboxDependsOnNoOperatorClass() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.identitydomains.operator..")
        .check(SANDBOX);
  }

  @Test
  void emulatedDomainKnowsNoKubernetes() {
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
