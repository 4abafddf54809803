package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.ConnectionSettings;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainHosts;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.domain.DomainUrl;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.SpecCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects to a domain, and starts a full read if the last one is too old. */
final class DomainProbe {

  private static final Duration WARNED_BEFORE = Duration.ofDays(14);

  private final DomainConnections domains;
  private final ConnectionSettingsReader settings;
  private final Duration leastInterval;
  private final Clock clock;

  DomainProbe(
      DomainConnections domains,
      ConnectionSettingsReader settings,
      Duration leastInterval,
      Clock clock) {
    this.clock = clock;
    this.leastInterval = leastInterval;
    this.domains = domains;
    this.settings = settings;
  }

  DomainResult run(IdentityDomain domain) {
    var interval = DriftCheckInterval.of(domain, leastInterval);
    var problems = SpecCheck.problems(domain.getSpec());
    if (!problems.isEmpty()) {
      return new DomainResult(FailureOutcomes.invalidSpec(problems), null, interval);
    }
    return switch (domains.admit(domain.getSpec().url())) {
      case DomainHosts.Admitted admitted -> connect(domain, admitted.url(), interval);
      case DomainHosts.Malformed malformed ->
          new DomainResult(
              FailureOutcomes.invalidSpec(List.of(malformed.message())), null, interval);
      case DomainHosts.NotPermitted refused ->
          new DomainResult(
              new Outcome.Stalled(Reason.NotPermitted, refused.message()), null, interval);
    };
  }

  private DomainResult connect(IdentityDomain domain, DomainUrl url, Duration interval) {
    try {
      var ready = observe(domain, url, interval);
      return new DomainResult(
          new Outcome.Synced(accepted(domain)), ready, interval, nearEnd(ready.settings()));
    } catch (ConnectionSettingsReader.Missing | IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      var recheck = Interval.CREDENTIALS.duration();
      return new DomainResult(
          new Outcome.Retrying(Reason.DomainNotReady, message, recheck), null, interval);
    } catch (TokenFailure e) {
      var recheck = Interval.CREDENTIALS.duration();
      return new DomainResult(FailureOutcomes.rejected(e, recheck), null, interval);
    } catch (CallException e) {
      return new DomainResult(FailureOutcomes.forCall(e), null, interval);
    }
  }

  private @Nullable Instant nearEnd(ConnectionSettings used) {
    if (!(used.authentication() instanceof ClientAuthentication.TlsClientAuth tls)) {
      return null;
    }
    var certificate = tls.certificate().certificate();
    var end = certificate.getNotAfter().toInstant();
    // those that live for days are renewed when two thirds of their life are over
    var third = Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(3);
    var ahead = third.compareTo(WARNED_BEFORE) < 0 ? third : WARNED_BEFORE;
    return end.isBefore(clock.instant().plus(ahead)) ? end : null;
  }

  private String accepted(IdentityDomain domain) {
    return "The domain answers and accepts the operator's client."
        + (domains.isTypeContested(References.key(domain))
            ? " Another IdentityDomain of the same domain has another spec.type:"
                + " the lower rate limits hold for both."
            : "");
  }

  private DomainState.Ready observe(IdentityDomain domain, DomainUrl url, Duration interval) {
    var wanted = settings.read(domain, url);
    var connection = domains.open(References.key(domain), wanted);
    // jitter makes the delay of the next check shorter than the interval
    var enough = interval.multipliedBy(8).dividedBy(10);
    return new DomainState.Ready(connection, wanted, connection.observe(enough));
  }
}
