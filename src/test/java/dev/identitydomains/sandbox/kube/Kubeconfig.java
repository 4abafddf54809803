package dev.identitydomains.sandbox.kube;

/** The text of a kubeconfig file. */
final class Kubeconfig {

  private Kubeconfig() {}

  /** CA and token are empty for an API without TLS and authentication. */
  static String of(String server, String caBase64, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: sandbox
      cluster:
        server: %s
        %s
    users:
    - name: sandbox
      user: {%s}
    contexts:
    - name: sandbox
      context: {cluster: sandbox, user: sandbox}
    current-context: sandbox
    """
        .formatted(
            server,
            caBase64.isEmpty() ? "" : "certificate-authority-data: " + caBase64,
            token.isEmpty() ? "" : "token: " + token);
  }
}
