package dev.identitydomains.operator.controller.reconcile;

import org.slf4j.MDC;

/** Adds the domain to log lines, beside the resource that the framework adds. */
public final class DomainLogContext implements AutoCloseable {

  /** The key in the layout of the JSON log. */
  private static final String KEY = "domain";

  /**
   * Adds the domain to this thread's log lines until {@link #close}.
   *
   * @param domain {@code namespace/name}; empty when unknown
   */
  public DomainLogContext(String domain) {
    if (!domain.isEmpty()) {
      MDC.put(KEY, domain);
    }
  }

  @Override
  public void close() {
    MDC.remove(KEY);
  }
}
