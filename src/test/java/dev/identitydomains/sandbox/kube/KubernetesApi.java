package dev.identitydomains.sandbox.kube;

/** A running Kubernetes API of the sandbox or of a test. */
public interface KubernetesApi extends AutoCloseable {

  /** A kubeconfig with all rights. */
  String kubeconfig();

  @Override
  void close();
}
