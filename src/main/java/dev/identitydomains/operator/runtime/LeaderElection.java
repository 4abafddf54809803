package dev.identitydomains.operator.runtime;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's part in the election of the one that works. */
final class LeaderElection {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
  private static final String LEASE = "identity-domain-operator";

  private final KubernetesClient client;
  private final OperatorOptions.Election election;
  private final AtomicBoolean stopping = new AtomicBoolean();

  LeaderElection(KubernetesClient client, OperatorOptions.Election election) {
    this.client = client;
    this.election = election;
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(election.namespace())
        .withIdentity(election.identity())
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(() -> LOG.info("leading"), this::lost, LeaderElection::elected))
        .build();
  }

  private static void elected(String identity) {
    LOG.info("the leader is {}", identity);
  }

  /** Another process may work already: whatever this one does now is done twice. */
  private void lost() {
    if (!stopping.get()) {
      LOG.error("the lease is lost; this process ends, its successor starts afresh");
      Runtime.getRuntime().halt(1); // exit would wait for hooks that wait for the elector
    }
  }

  /** Says that losing the lease from now on is no accident. */
  void stopping() {
    stopping.set(true);
  }

  /** Gives the lease back, so that the next process need not wait until it runs out. */
  void release() {
    var lease = client.leases().inNamespace(election.namespace()).withName(LEASE);
    try {
      var held = lease.get();
      if (held != null && Objects.equals(held.getSpec().getHolderIdentity(), election.identity())) {
        held.getSpec().setHolderIdentity("");
        held.getSpec().setLeaseDurationSeconds(1);
        client.resource(held).update();
      }
    } catch (KubernetesClientException e) {
      LOG.info("the lease is not given back and will run out: {}", e.getMessage());
    }
  }
}
