package dev.identitydomains.sandbox.kube;

/** A Kubernetes API that was started for the sandbox or a test. */
public interface KubernetesApi extends AutoCloseable {

  /** A kubeconfig of somebody who may do everything. */
  String kubeconfig();

  @Override
  void close();
}
