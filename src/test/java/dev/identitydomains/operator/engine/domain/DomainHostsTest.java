package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S17 and S30: which hosts and addresses the setting permits. */
class DomainHostsTest {

  @ParameterizedTest
  @CsvSource({
    "oci, https://idcs-1.identity.oraclecloud.com:443",
    "oci, https://IDCS-1.eu-frankfurt-idcs-1.secure.identity.oraclecloud.com",
    "oci, https://idcs-1.identity.oraclegovcloud.com",
    "oci, https://idcs-1.identity.oraclegovcloud.uk",
    "oci, https://idcs-1.identity.oraclecloud.eu",
    "oci, https://idcs-1.identity.oraclecloud35.com",
    "*.example.com, https://a.b.example.com:8443/",
    "Login.Example.com, https://login.example.com",
    "*, https://any.example.org",
    "10.1.2.3, https://10.1.2.3:8443",
    "fd00::1, https://[fd00::1]",
    "loopback, http://127.0.0.1:18080",
    "loopback, http://127.9.9.9",
    "loopback, http://localhost:1",
    "loopback, http://[::1]:1",
    "loopback, https://localhost",
  })
  void hostsOfTheSettingAreAdmitted(String setting, String url) {
    assertThat(hosts(setting).admit(url)).isEqualTo(new DomainHosts.Admitted(DomainUrl.parse(url)));
  }

  @ParameterizedTest
  @CsvSource({
    "oci, https://identity.oraclecloud.com",
    "oci, https://identity.oraclecloud.com.evil.example",
    "oci, https://evilidentity.oraclecloud.com",
    "oci, https://idcs-1.identity.oraclecloud.com.evil.example",
    "oci, https://kubernetes.default.svc",
    "oci, http://idcs-1.identity.oraclecloud.com",
    "oci, https://127.0.0.1",
    "oci, https://8.8.8.8",
    "oci, https://localhost",
    "oci, http://localhost",
    "*, https://127.0.0.1",
    "*, https://169.254.169.254",
    "*, https://[fd00::1]",
    "*, http://any.example.org",
    "*.example.com, https://example.com",
    "login.example.com, https://a.login.example.com",
    "login.example.com, http://login.example.com",
    "10.0.0.0/8, https://10.1.2.3",
    "10.1.2.3, https://10.1.2.4",
    "10.1.2.3, http://10.1.2.3",
    "loopback, http://localhost.example.com",
    "loopback, http://10.0.0.1",
    "loopback, https://128.0.0.1",
  })
  void otherHostsNeedTheSetting(String setting, String url) {
    assertThat(hosts(setting).admit(url))
        .isInstanceOfSatisfying(
            DomainHosts.NotPermitted.class,
            refused -> assertThat(refused.message()).contains("--domain-hosts", "DOMAIN_HOSTS"));
  }

  @Test
  void textWithoutHostIsMalformed() {
    assertThat(hosts("*").admit("https://h:1\\a\\b"))
        .isInstanceOfSatisfying(
            DomainHosts.Malformed.class,
            malformed -> assertThat(malformed.message()).startsWith("spec.url "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.",
        "**.example.com",
        "a.*.example.com",
        "https://d.example.com",
        "d.example.com:443",
        "a_b",
        "☕",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "fd00::/129",
        "x/8",
        "127.1",
        "-a",
      })
  void otherEntriesAreRefusedByName(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hosts(entry))
        .withMessageContaining("--domain-hosts")
        .withMessageContaining(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.96.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
      })
  void addressesThatAreNotPublicAreLeftOut(String address) throws Exception {
    assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> resolved("*", address));
    assertThat(resolved("*", address, "8.8.8.8")).containsExactly(InetAddress.ofLiteral("8.8.8.8"));
  }

  @ParameterizedTest
  @CsvSource({
    "oci, 8.8.8.8",
    "oci, 172.32.0.1",
    "oci, 100.128.0.1",
    "oci, 2606:4700::1",
    "oci, 64:ff9b::808:808",
    "10.20.0.0/15, 10.21.0.1",
    "10.20.0.0/15, 10.20.255.255",
    "fd00:1::/32, fd00:1::9",
    "0.0.0.0/0, 10.0.0.1",
    "10.1.2.3, 10.1.2.3",
    "loopback, 127.0.0.1",
    "loopback, ::1",
  })
  void addressesOfTheSettingArePermitted(String setting, String address) throws Exception {
    assertThat(resolved(setting, address)).containsExactly(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.0.0/15, 10.22.0.1",
    "10.20.0.0/15, ::1",
    "fd00:1::/32, fd00:2::9",
    "10.1.2.3, 10.1.2.4",
    "loopback, 10.0.0.1",
  })
  void addressesBesideTheSettingAreNot(String setting, String address) {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> resolved(setting, address));
  }

  private static DomainHosts hosts(String... entries) {
    return DomainHosts.parse(Set.of(entries));
  }

  private static List<InetAddress> resolved(String setting, String... addresses)
      throws UnknownHostException {
    var answers = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    return hosts(setting).filter(_ -> answers).lookup("d.example.com");
  }
}
