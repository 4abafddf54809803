package dev.identitydomains.operator.engine.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.CertificatePlan;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.Collection;
import java.util.List;

/** Uploads and deletes certificates of clients ({@code /admin/v1/OAuthClientCertificates}). */
public final class CertificateSync {

  private static final String ALIAS = "certificateAlias";

  private final ScimClient scim;
  private final WriteScheduler writes;

  public CertificateSync(ScimClient scim, WriteScheduler writes) {
    this.scim = scim;
    this.writes = writes;
  }

  /**
   * Uploads a certificate. It replaces a certificate of the same alias, whose key is lost.
   *
   * @param certificate DER, in Base64
   * @throws CallException when a call fails
   */
  public void upload(String alias, String certificate) {
    var body = JsonNodeFactory.instance.objectNode().put(ALIAS, alias);
    var create =
        Operation.create(
            ScimType.OAUTH_CLIENT_CERTIFICATE, body.put("x509Base64Certificate", certificate));
    try {
      writes.send(create);
    } catch (CallException e) {
      if (!e.answered(409)) {
        throw e;
      }
      find(Filter.eq(ALIAS, alias)).forEach(lost -> delete(lost));
      writes.send(create);
    }
  }

  /**
   * Deletes the certificates of a client, except the given ones.
   *
   * @param prefix prefix of the client's aliases
   * @param keep aliases of the certificates to keep
   * @throws CallException when a call fails
   */
  public void deleteOthers(String prefix, Collection<String> keep) {
    find(Filter.startsWith(ALIAS, prefix)).stream()
        .filter(found -> CertificatePlan.isOf(prefix, alias(found)) && !keep.contains(alias(found)))
        .forEach(found -> delete(found));
  }

  private List<ScimResource> find(Filter filter) {
    return scim.list(ScimType.OAUTH_CLIENT_CERTIFICATE, filter, List.of("id", ALIAS));
  }

  private static String alias(ScimResource certificate) {
    return certificate.text(ALIAS).orElse("");
  }

  private void delete(ScimResource certificate) {
    writes.send(Operation.delete(ScimType.OAUTH_CLIENT_CERTIFICATE, certificate.id()));
  }
}
