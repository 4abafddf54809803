package dev.identitydomains.operator.controller.reconcile;

import org.slf4j.MDC;

/** The domain that lines of the log are about, beside the resource that the framework names. */
public final class DomainLogContext implements AutoCloseable {

  /** As the layout of the JSON log knows it. */
  private static final String KEY = "domain";

  /**
   * Until it is closed, this thread's lines name the domain.
   *
   * @param domain {@code namespace/name}; empty when nobody knows it
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
