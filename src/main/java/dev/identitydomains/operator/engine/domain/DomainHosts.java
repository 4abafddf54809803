package dev.identitydomains.operator.engine.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Dns;

/**
 * The hosts to which the operator may send requests and credentials of domains: an administrator's
 * setting, for whoever creates an IdentityDomain chooses its URL. Immutable.
 */
public final class DomainHosts {

  /** The entry for the hosts of the service. */
  public static final String SERVICE = "oci";

  private static final String LOOPBACK = "loopback";

  /**
   * The second level domain of each realm, as the service's SDKs list them ({@code
   * com.oracle.bmc.Realm}). Documents name {@code identity.oraclecloud.com} alone; public programs
   * also the names in the first line.
   */
  private static final List<String> REALMS =
      List.of(
          "oraclecloud.com",
          "oraclegovcloud.com",
          "oraclegovcloud.uk",
          "oraclecloud.eu",
          "oraclecloud8.com",
          "oraclecloud9.com",
          "oraclecloud10.com",
          "oraclecloud14.com",
          "oraclecloud15.com",
          "oraclecloud20.com",
          "oraclecloud21.com",
          "oraclecloud23.com",
          "oraclecloud24.com",
          "oraclecloud26.com",
          "oraclecloud29.com",
          "oraclecloud35.com");

  /** Hosts of the issuers that the service's documents of discovery name, one for each realm. */
  private static final Set<String> ISSUERS =
      Set.copyOf(REALMS.stream().map(realm -> "identity." + realm).toList());

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /** The answer to a URL of an IdentityDomain. */
  public sealed interface Admission {}

  /** The operator may call this URL. */
  public record Admitted(DomainUrl url) implements Admission {}

  /** The text is not the base URL of a domain; the message says why. */
  public record Malformed(String message) implements Admission {}

  /** The setting does not have the host; the message names the setting. */
  public record NotPermitted(String message) implements Admission {}

  private final Set<String> exact = new HashSet<>();
  private final Set<String> suffixes = new HashSet<>();
  private final Set<AddressBlock> addresses = new HashSet<>();
  private boolean loopback;

  private DomainHosts() {}

  /**
   * Parses the setting {@code --domain-hosts}. Each entry is a host name; {@code *.} with a domain,
   * for all names below it; {@code *} for all names; {@code oci} for the names of the service; an
   * address; a block of addresses, which these names may have though it is not public; or {@code
   * loopback} for this machine, also with http.
   *
   * @throws IllegalArgumentException for an entry of another form
   */
  public static DomainHosts parse(Collection<String> entries) {
    var hosts = new DomainHosts();
    entries.forEach(entry -> hosts.add(entry.strip().toLowerCase(Locale.ROOT)));
    return hosts;
  }

  private void add(String entry) {
    if (entry.equals(SERVICE)) {
      ISSUERS.forEach(host -> suffixes.add("." + host));
    } else if (entry.equals(LOOPBACK)) {
      loopback = true;
    } else if (entry.equals("*")) {
      suffixes.add("");
    } else if (entry.startsWith("*.") && NAME.matcher(entry.substring(2)).matches()) {
      suffixes.add(entry.substring(1));
    } else if (NAME.matcher(entry).matches() && !entry.matches("[0-9.]+")) {
      exact.add(entry);
    } else {
      addAddresses(entry);
    }
  }

  private void addAddresses(String entry) {
    try {
      if (entry.contains("/")) {
        addresses.add(AddressBlock.parse(entry));
      } else {
        var url = DomainUrl.parse("https://" + (entry.contains(":") ? "[" + entry + "]" : entry));
        exact.add(url.http().host());
        addresses.add(AddressBlock.only(InetAddress.ofLiteral(url.http().host())));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--domain-hosts (DOMAIN_HOSTS): '%s' is none of a host name, *.<domain>, *, an address, <address>/<bits>, %s, %s"
              .formatted(entry, SERVICE, LOOPBACK),
          e);
    }
  }

  /** Whether the operator may call the URL of an IdentityDomain. */
  public Admission admit(String text) {
    DomainUrl url;
    try {
      url = DomainUrl.parse(text);
    } catch (IllegalArgumentException e) {
      return new Malformed("spec.url " + e.getMessage());
    }
    var thisMachine = loopback && isLoopback(url);
    if (!thisMachine && !hasName(url)) {
      return new NotPermitted(
          "spec.url: the operator's setting --domain-hosts does not have the host %s. Correct the URL, or an administrator adds the host to that setting (DOMAIN_HOSTS)."
              .formatted(url.http().host()));
    }
    if (!thisMachine && !url.http().isHttps()) {
      return new NotPermitted(
          "spec.url: http is for loopback hosts alone, if the operator's setting --domain-hosts (DOMAIN_HOSTS) has loopback. Use https.");
    }
    return new Admitted(url);
  }

  private boolean hasName(DomainUrl url) {
    var host = url.http().host();
    return exact.contains(host)
        || (!url.hasAddress() && suffixes.stream().anyMatch(host::endsWith));
  }

  private static boolean isLoopback(DomainUrl url) {
    var host = url.http().host();
    return url.hasAddress()
        ? InetAddress.ofLiteral(host).isLoopbackAddress()
        : host.equals("localhost");
  }

  /**
   * Leaves out of another's answers the addresses that are neither public nor in the setting: the
   * owner of a name chooses its addresses, and those of a private network may be Kubernetes itself.
   */
  Dns filter(Dns dns) {
    return name -> {
      var permitted = dns.lookup(name).stream().filter(this::permits).toList();
      if (permitted.isEmpty()) {
        throw new UnknownHostException(
            name + " has no address that is public or in --domain-hosts (DOMAIN_HOSTS)");
      }
      return permitted;
    };
  }

  private boolean permits(InetAddress address) {
    return AddressBlock.isPublic(address)
        || (loopback && address.isLoopbackAddress())
        || addresses.stream().anyMatch(block -> block.contains(address));
  }

  /** Whether a host is that of the common issuer of a realm's domains. */
  static boolean isIssuer(String host) {
    return ISSUERS.contains(host);
  }
}
