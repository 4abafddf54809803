package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.http.Sensitive;
import java.util.Optional;

/** The client secret of one App in its domain. */
public interface ClientSecretSource {

  /** The client secret as it is now; empty when the App has none. */
  Optional<Sensitive> current();

  /** A new client secret; the old one stops working at once. */
  Sensitive regenerate();
}
