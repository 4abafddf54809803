package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static dev.identitydomains.operator.controller.OperatorFixture.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.identitydomains.admission.RandomSpecs;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Objects made at random from the definitions: each gets a condition and can be deleted, nothing is
 * logged as an exception, and the domain is as before. The system property {@code random.seed}
 * makes the objects of a failure again.
 */
class RandomObjectsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<Class<? extends CustomResource<?, ?>>> OBJECTS =
      List.of(AppAssignment.class, AppRoleGrant.class, AppRole.class, ClientApplication.class);
  private static final int APPLICATIONS = 60;
  private static final int ROLES = 25;
  private static final int GRANTS = 30;
  private static final int DOMAINS = 4;

  @AutoClose private OperatorFixture cluster;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void start() throws IOException {
    log.start();
    root().addAppender(log);
    cluster = OperatorFixture.start();
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  @AfterEach
  void detach() {
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void everyObjectGetsItsConditionAndCanBeDeleted() {
    var seed = Long.getLong("random.seed", System.nanoTime());
    System.out.println("random.seed=" + seed);
    var before = contents();
    create("identitydomains", "d-", DOMAINS, seed);
    create("clientapplications", "a-", APPLICATIONS, seed);
    create("approles", "r-", ROLES, seed);
    create("approlegrants", "g-", GRANTS, seed);
    create("appassignments", "u-", GRANTS, seed);
    await("seed " + seed).atMost(PATIENCE).until(() -> withoutCondition().isEmpty());
    delete(OBJECTS);
    await("seed " + seed).atMost(PATIENCE).until(() -> all(OBJECTS).findAny().isEmpty());
    delete(List.of(IdentityDomain.class));
    await("seed " + seed)
        .atMost(PATIENCE)
        .until(() -> all(List.of(IdentityDomain.class)).findAny().isEmpty());
    assertThat(contents()).as("seed %d", seed).isEqualTo(before);
    assertThat(exceptions()).as("seed %d", seed).isEmpty();
  }

  private List<String> exceptions() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getThrowableProxy() != null)
        .map(event -> event.getFormattedMessage() + ": " + event.getThrowableProxy().getMessage())
        .toList();
  }

  private void create(String plural, String prefix, int count, long seed) {
    RandomSpecs.resources(plural, NAMESPACE, prefix, count, seed)
        .forEach(resource -> cluster.client().resource(resource).create());
  }

  /** The ids of all objects that the operator makes. */
  private Set<String> contents() {
    return new TreeSet<>(
        Stream.of("Apps", "AppRoles", "Grants", "OAuthClientCertificates")
            .flatMap(type -> cluster.domain().resources(type).map(r -> type + r.path("id")))
            .toList());
  }

  private List<String> withoutCondition() {
    return Stream.concat(all(OBJECTS), all(List.of(IdentityDomain.class)))
        .filter(resource ->
            OperatorFixture.ready(resource)
                .filter(ready ->
                    Objects.equals(
                        ready.observedGeneration(), resource.getMetadata().getGeneration()))
                .isEmpty())
        .map(resource -> resource.getKind() + " " + resource.getMetadata().getName())
        .toList();
  }

  private Stream<CustomResource<?, ?>> all(List<Class<? extends CustomResource<?, ?>>> kinds) {
    return kinds.stream()
        .flatMap(kind ->
            cluster.client().resources(kind).inNamespace(NAMESPACE).list().getItems().stream());
  }

  private void delete(List<Class<? extends CustomResource<?, ?>>> kinds) {
    all(kinds).forEach(resource -> cluster.client().resource(resource).delete());
  }
}
