package dev.identitydomains;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions between the packages, as CONTRIBUTING.md draws them. */
class ArchitectureTest {

  private static final String ROOT = "dev.identitydomains.operator.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.identitydomains.operator");
  private static final JavaClasses SANDBOX =
      new ClassFileImporter().importPackages("dev.identitydomains.sandbox");

  @Test
  void dependenciesPointDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy(ROOT + "cli")
        .layer("controller")
        .definedBy(ROOT + "controller")
        .layer("engine")
        .definedBy(ROOT + "engine")
        .layer("translate")
        .definedBy(ROOT + "translate")
        .layer("schema")
        .definedBy(ROOT + "schema")
        .layer("status")
        .definedBy(ROOT + "status")
        .layer("token")
        .definedBy(ROOT + "token")
        .layer("scim")
        .definedBy(ROOT + "scim")
        .layer("plan")
        .definedBy(ROOT + "plan")
        .layer("api")
        .definedBy(ROOT + "api..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("controller")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("cli", "controller")
        .whereLayer("translate")
        .mayOnlyBeAccessedByLayers("cli", "controller")
        .whereLayer("schema")
        .mayOnlyBeAccessedByLayers("cli", "translate")
        .whereLayer("status")
        .mayOnlyBeAccessedByLayers("cli", "controller")
        .whereLayer("token")
        .mayOnlyBeAccessedByLayers("cli", "controller", "engine")
        .whereLayer("scim")
        .mayOnlyBeAccessedByLayers("cli", "controller", "engine", "token")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("cli", "controller", "engine", "translate")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("cli", "controller", "translate", "status")
        .check(MAIN);
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
  void onlyControllersAndTheCommandLineKnowTheKubernetesClient() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "plan",
            ROOT + "scim",
            ROOT + "token",
            ROOT + "engine",
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
