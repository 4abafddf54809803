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

/** This process's side of the leader election by a Lease. */
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
            new LeaderCallbacks(
                () -> LOG.info("this process leads"), this::lost, LeaderElection::elected))
        .build();
  }

  private static void elected(String identity) {
    LOG.info("the leader is {}", identity);
  }

  /** Halts at once: another process may be the leader already and do the same writes. */
  private void lost() {
    if (!stopping.get()) {
      LOG.error("lost the lease; this process exits");
      Runtime.getRuntime().halt(1); // exit would wait for hooks that wait for the elector
    }
  }

  /** Losing the lease from now on is expected. */
  void stopping() {
    stopping.set(true);
  }

  /** Releases the lease, so that the next leader need not wait for its expiry. */
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
      LOG.info("cannot release the lease, which will expire: {}", e.getMessage());
    }
  }
}
