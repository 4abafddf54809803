package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.http.Sensitive;
import java.util.Optional;

/** The client secret of one App in its domain. */
public interface ClientSecretSource {

  /**
   * Reads the client secret; empty when the App has none.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails
   */
  Optional<Sensitive> current();

  /**
   * Creates a new client secret; the old one stops working at once.
   *
   * @throws dev.identitydomains.operator.http.CallException when the call fails
   */
  Sensitive regenerate();
}
