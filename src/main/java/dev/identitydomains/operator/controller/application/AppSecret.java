package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.controller.credentials.ClientSecretSource;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.engine.sync.SyncedApplication;
import dev.identitydomains.operator.http.Sensitive;
import java.util.Optional;

/** The client secret of an App whose plan was executed. */
record AppSecret(ApplicationSync sync, SyncedApplication app) implements ClientSecretSource {

  @Override
  public Optional<Sensitive> current() {
    return Optional.ofNullable(app.newSecret()).or(() -> sync.secret(app.appId()));
  }

  @Override
  public Sensitive regenerate() {
    return sync.regenerateSecret(app.appId());
  }
}
