package dev.identitydomains.sandbox.domain;

import java.util.Optional;
import java.util.Set;

/** The object limits of a domain type ("IAM Identity Domain Types"). */
final class ObjectLimits {

  private final ResourceStore store;
  private final Optional<DomainType> type;
  private final Set<DomainMode> modes;

  /**
   * @param type empty for no limits
   */
  ObjectLimits(ResourceStore store, Optional<DomainType> type, Set<DomainMode> modes) {
    this.store = store;
    this.type = type;
    this.modes = modes;
  }

  /** Refuses one more resource above the limit. No source shows how the service refuses it. */
  void admit(ResourceKind kind) {
    if (type.isPresent() && owned(kind) >= most(kind, type.get())) {
      throw modes.contains(DomainMode.LIMIT_WITHOUT_WORDS)
          ? new DomainError(400, "", "")
          : new DomainError(
              status(),
              "error.common.common.limitReached",
              "The domain has its maximum number of %s.".formatted(kind.path()));
    }
  }

  private int status() {
    if (modes.contains(DomainMode.LIMIT_IS_FORBIDDEN)) {
      return 403;
    }
    return modes.contains(DomainMode.LIMIT_IS_CONFLICT) ? 409 : 400;
  }

  private long owned(ResourceKind kind) {
    return store.stream(kind).filter(row -> !row.path("isOPCService").asBoolean()).count();
  }

  private static int most(ResourceKind kind, DomainType type) {
    return switch (kind.path()) {
      case "Apps" -> type.apps();
      case "OAuthClientCertificates" -> type.certificates();
      default -> Integer.MAX_VALUE;
    };
  }
}
