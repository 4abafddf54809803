package dev.identitydomains.operator.controller.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.engine.domain.ConnectionSettings;
import dev.identitydomains.operator.engine.domain.DomainUrl;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.token.ClientAuthentication.PrivateKeyJwt;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may write Secrets and ConfigMaps cannot make the operator work or keep much. */
class ConnectionSettingsReaderTest {

  private static final String JWT =
      "credentials: {privateKeyJwt: {clientId: a, keyId: b, secretRef: {name: admin}}}";
  private static final String SECRET =
      "credentials: {clientSecret: {secretRef: {name: admin}}}, caBundle: {configMapRef: {name: ca}}";

  @AutoClose private final EmbeddedKubernetes api = EmbeddedKubernetes.start();

  @AutoClose
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();

  ConnectionSettingsReaderTest() throws IOException {}

  @BeforeEach
  void createNamespace() {
    var shop = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build();
    client.resource(shop).create();
  }

  @Test
  void keysOfUpTo4096BitsSign() throws GeneralSecurityException {
    secret("tls.key", pem(number(4096), number(4096)));
    assertThat(read(JWT).authentication()).isInstanceOf(PrivateKeyJwt.class);
  }

  /** S9: one signature with 16,384 bits takes seconds. */
  @ParameterizedTest
  @CsvSource({"4097, 2048", "16384, 16383", "2048, 50000"})
  void longerKeysAreRefused(int modulus, int exponent) throws GeneralSecurityException {
    secret("tls.key", pem(number(modulus), number(exponent)));
    assertThatThrownBy(() -> read(JWT))
        .isInstanceOf(ConnectionSettingsReader.Missing.class)
        .hasMessageContaining("tls.key of Secret shop/admin")
        .hasMessageContaining("more than 4096 bits");
  }

  /** S4: each domain keeps a bundle of its own. */
  @Test
  void bundleHasBound() {
    secret("client-id", "a", "client-secret", "b");
    bundle("x".repeat(ConnectionSettingsReader.LARGEST_BUNDLE));
    assertThat(read(SECRET).authorities()).isNotNull();
    bundle("x".repeat(ConnectionSettingsReader.LARGEST_BUNDLE + 1));
    assertThatThrownBy(() -> read(SECRET))
        .isInstanceOf(ConnectionSettingsReader.Missing.class)
        .hasMessageContaining("ca.crt of ConfigMap shop/ca has more than 64 KB");
  }

  private ConnectionSettings read(String spec) {
    var domain =
        Serialization.unmarshal(
            "metadata: {name: main, namespace: shop}\nspec: {url: 'https://d.example.com', %s}"
                .formatted(spec),
            IdentityDomain.class);
    return new ConnectionSettingsReader(new BoundedReads(client), Clock.systemUTC())
        .read(domain, DomainUrl.parse("https://d.example.com"));
  }

  private static BigInteger number(int bits) {
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }

  private static String pem(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    var key =
        KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(modulus, exponent));
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));
  }

  private void secret(String... data) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("admin")
            .withNamespace("shop")
            .addToLabels("identitydomains.dev/credentials", "")
            .endMetadata();
    for (var i = 0; i < data.length; i += 2) {
      secret.addToStringData(data[i], data[i + 1]);
    }
    client.resource(secret.build()).serverSideApply();
  }

  private void bundle(String pem) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("ca")
                .withNamespace("shop")
                .endMetadata()
                .addToData("ca.crt", pem)
                .build())
        .serverSideApply();
  }
}
