package dev.identitydomains.sandbox.kube;

/** The file that tells kubectl where the API is. */
final class Kubeconfig {

  private Kubeconfig() {}

  /** With an empty CA and token for an API without either. */
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
