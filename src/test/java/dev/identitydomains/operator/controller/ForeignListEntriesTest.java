package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list is replaced as a whole, and keeps what others wrote into it since the last full read. */
class ForeignListEntriesTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        resourceServer: {audience: "https://api.example.com/", scopes: [SCOPES]}
      """;

  static Stream<Set<DomainMode>> versions() {
    return Stream.of(EnumSet.noneOf(DomainMode.class), EnumSet.of(DomainMode.NO_VERSIONS));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void replacedListKeepsWhatOthersWrote(Set<DomainMode> modes) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults().withModes(modes))) {
      cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1h\n");
      cluster.apply(API.replace("SCOPES", "{value: read}"));
      cluster.awaitReady("api");
      var app = cluster.domain().app("api");
      var scopes = app.path("scopes").deepCopy();
      ((ObjectNode) scopes.get(0)).put("displayName", "Reads");
      cluster.domain().edit("Apps", app.path("id").asText(), "scopes", scopes);
      cluster.apply(API.replace("SCOPES", "{value: read}, {value: write}"));
      cluster.awaitReady("api");
      assertThat(cluster.domain().app("api").path("scopes").valueStream())
          .extracting(s -> s.path("value").asText() + " " + s.path("displayName").asText())
          .containsExactlyInAnyOrder("read Reads", "write ");
    }
  }
}
