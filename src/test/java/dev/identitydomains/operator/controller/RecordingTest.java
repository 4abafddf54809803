package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.recording.ExchangeRecorder;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.replay.ReplayMain;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the operator records of a life, and what a replay of it says. */
class RecordingTest {

  private static final String APPLICATION =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        description: DESCRIPTION
        client: {grantTypes: [client_credentials], certificates: {}}
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}]}
        appRoles: [{role: Me}]
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, availableTo: [Groups]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: shop}
      spec: {role: {role: reader, application: {name: api}}, grantee: {group: Order Staff}}
      """;

  @TempDir private Path folder;

  static Stream<Set<DomainMode>> modes() {
    return Stream.of(EnumSet.noneOf(DomainMode.class), EnumSet.of(DomainMode.NO_VERSIONS));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordingHasNoSecretAndReplaysWithoutDifference(Set<DomainMode> modes) throws IOException {
    var file = folder.resolve("exchanges.har.jsonl");
    var domain = IdentityDomainEmulator.start(DomainOptions.defaults().withModes(modes));
    var secrets = new HashSet<String>();
    try (var cluster = OperatorFixture.start(domain, file)) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(APPLICATION);
      cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced);
      cluster.awaitReady("api");
      secrets.add(domain.adminSecret());
      secrets.add(domain.app("api").path("clientSecret").asText());
      cluster.apply(APPLICATION.replace("DESCRIPTION", "Changed ☕"));
      cluster.awaitReady("api");
      cluster.annotate("api", "identitydomains.dev/rotate-secret", "1");
      await().until(() -> secrets.add(domain.app("api").path("clientSecret").asText()));
      domain
          .resources("OAuthClientCertificates")
          .forEach(one -> secrets.add(one.path("x509Base64Certificate").asText()));
      cluster.deleteAndAwait(AppRoleGrant.class, "staff");
      cluster.deleteAndAwait(AppRole.class, "reader");
      cluster.deleteAndAwait(ClientApplication.class, "api");
    }
    var recorded = Files.readString(file);
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(4).noneMatch(recorded::contains);
    assertThat(recorded)
        .doesNotContain("127.0.0.1", "eyJ")
        .contains("Bearer (cut)", "Basic (cut)", "Changed ☕", "AppClientSecretRegenerator")
        .contains("https://" + ExchangeRecorder.HOST + "/admin/v1/Apps");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(replay(file)).isEqualTo("0 differences\n");
  }

  /** A domain that nobody has seen: what differs is said by line, call and value. */
  @Test
  void differencesAreSaid() throws IOException {
    var file = folder.resolve("odd.jsonl");
    Files.writeString(
        file,
        line(
                "GET",
                "/admin/v1/Apps?attributes=id&startIndex=1&count=50",
                "",
                200,
                "{'Resources': [{'id': 'a', 'active': 'yes', 'novel': 1}], 'totalResults': 1}")
            + line("PATCH", "/admin/v1/Apps/a", "{'schemas': ['x'], 'Operations': []}", 412, "{}")
            + line("POST", "/admin/v1/Grants", "{'schemas': []}", 201, "{'id': 'g'}")
            + line("GET", "/admin/v1/Settings/Settings", "", 200, "{}")
            + line("POST", "/oauth2/v1/token", "", 500, "{}")
            + line(
                "POST",
                "/admin/v1/Bulk",
                "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], 'Operations': [{'method': 'POST', 'path': '/Grants', 'bulkId': '1', 'data': {'schemas': []}}]}",
                201,
                "{'Operations': [{'method': 'POST', 'status': '201'}]}")
            + line("GET", "/admin/v1/Apps", "", 200, "(9000000 characters that are not JSON)"));
    assertThat(replay(file))
        .contains(
            "1 GET /admin/v1/Apps: query is",
            "1 GET /admin/v1/Apps: the reply is unlike the schema: Invalid value for active: \"yes\".",
            "1 GET /admin/v1/Apps: the reply is unlike the schema: App has no attribute novel.",
            "2 PATCH /admin/v1/Apps/a: query is {} in the recording; the operator sends",
            "3 POST /admin/v1/Grants: the domain takes what the schema refuses: Missing required",
            "4 GET /admin/v1/Settings/Settings: the operator makes no such call",
            "6 POST /admin/v1/Bulk: operation 1: ",
            "6 POST /admin/v1/Bulk: operation 1: the domain takes what the schema refuses: Missing")
        .doesNotContain("5 POST", "7 GET");
  }

  /** A container that starts again has its volume still. */
  @Test
  void presentFileIsNotOverwritten() throws IOException {
    var file = Files.writeString(folder.resolve("present"), "before");
    ExchangeRecorder.into(file);
    assertThat(file).hasContent("before");
    assertThat(folder.resolve("present.2")).exists();
    assertThatThrownBy(() -> ExchangeRecorder.into(folder.resolve("none").resolve("file")))
        .hasMessageContaining("none/file cannot be created");
  }

  private static String line(String method, String path, String body, int status, String reply) {
    var entry = JsonNodeFactory.instance.objectNode();
    var request = entry.putObject("request").put("method", method);
    request.put("url", "https://domain.example.com" + path).putArray("headers");
    request.putObject("postData").put("text", body.replace('\'', '"'));
    var response = entry.putObject("response").put("status", status);
    response.putObject("content").put("text", reply.replace('\'', '"'));
    return entry + "\n";
  }

  /** By its command, as a user runs it. */
  private static String replay(Path file) {
    var out = new StringWriter();
    new CommandLine(new ReplayMain()).setOut(new PrintWriter(out)).execute(file.toString());
    return out.toString();
  }
}
