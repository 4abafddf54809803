package dev.identitydomains.e2e;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A validating webhook for writes of one resource in a scenario's namespace. */
final class AdmissionWebhook implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Scenario scenario;
  private final MockWebServer server = new MockWebServer();

  private AdmissionWebhook(Scenario scenario, String group, String resource, Dispatcher verdict)
      throws IOException {
    this.scenario = scenario;
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var identity = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(identity.sslSocketFactory());
    server.setDispatcher(verdict);
    server.start(InetAddress.getLoopbackAddress(), 0);
    register(group, resource, certificate.certificatePem());
  }

  /** A webhook that refuses every write. */
  static AdmissionWebhook refusing(Scenario scenario, String group, String resource)
      throws IOException {
    return new AdmissionWebhook(scenario, group, resource, answering(false, Duration.ZERO));
  }

  /** A webhook that allows every write after this time. */
  static AdmissionWebhook slow(Scenario scenario, String group, String resource, Duration time)
      throws IOException {
    return new AdmissionWebhook(scenario, group, resource, answering(true, time));
  }

  private static Dispatcher answering(boolean allowed, Duration time) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(review(request, allowed))
            .headersDelay(time.toMillis(), TimeUnit.MILLISECONDS)
            .build();
      }
    };
  }

  private static String review(RecordedRequest request, boolean allowed) {
    try {
      var asked = JSON.readTree(Objects.requireNonNull(request.getBody()).utf8());
      var review = JSON.createObjectNode();
      review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      var response = review.putObject("response");
      response.put("uid", asked.at("/request/uid").asText()).put("allowed", allowed);
      response.putObject("status").put("code", 403).put("message", "not before the audit");
      return review.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void register(String group, String resource, String ca) {
    scenario
        .kubectl()
        .apply(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: %s}
            webhooks:
            - name: freeze.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              timeoutSeconds: 10
              clientConfig: {url: "%s", caBundle: %s}
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
              rules:
              - {apiGroups: ["%s"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [%s]}
            """
                .formatted(
                    scenario.namespace(),
                    server.url("/"),
                    Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.UTF_8)),
                    scenario.namespace(),
                    group,
                    resource));
  }

  /** The number of admission reviews so far. */
  int asked() {
    return server.getRequestCount();
  }

  @Override
  public void close() {
    scenario
        .kubectl()
        .attempt(
            List.of("delete", "validatingwebhookconfiguration", scenario.namespace(), "--wait"));
    server.close();
  }
}
