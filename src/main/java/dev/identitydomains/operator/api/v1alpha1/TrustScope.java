package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Selects the resource servers for which a client may request tokens. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum TrustScope {
  /** The resource servers of its allowed scopes. */
  Explicit,
  /** Every resource server of the same Oracle Cloud account. */
  Account,
  /** The resource servers with a matching tag in that account. */
  Tags,
  /** The trust scope in the settings of the domain. */
  Default,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
