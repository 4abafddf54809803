package dev.identitydomains.operator.engine.domain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of IP addresses (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param base any address of the block
 * @param length number of leading bits that its addresses share
 */
record AddressBlock(InetAddress base, int length) {

  /** Not globally reachable (IANA IPv4 Special-Purpose Address Registry), or multicast. */
  private static final List<AddressBlock> SPECIAL_IPV4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  private static final AddressBlock GLOBAL_IPV6 = parse("2000::/3");

  /** Not globally reachable, or with an IPv4 address inside (6to4, Teredo). */
  private static final List<AddressBlock> SPECIAL_IPV6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** IPv4 addresses as an IPv6 network reaches them (RFC 6052 section 2.1). */
  private static final AddressBlock NAT64 = parse("64:ff9b::/96");

  AddressBlock {
    if (length < 0 || length > base.getAddress().length * 8) {
      throw new IllegalArgumentException("a prefix of %d bits is too long".formatted(length));
    }
  }

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(AddressBlock::parse).toList();
  }

  /**
   * Parses an address with the length of a prefix.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static AddressBlock parse(String text) {
    var parts = text.split("/", -1);
    if (parts.length != 2
        || !parts[0].matches(".*:.*|([0-9]+[.]){3}[0-9]+")
        || !parts[1].matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not <address>/<bits>");
    }
    return new AddressBlock(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
  }

  /** The block of one address. */
  static AddressBlock only(InetAddress address) {
    return new AddressBlock(address, address.getAddress().length * 8);
  }

  boolean contains(InetAddress address) {
    var one = base.getAddress();
    var other = address.getAddress();
    var whole = length / 8;
    var rest = 8 - length % 8;
    return one.length == other.length
        && Arrays.equals(one, 0, whole, other, 0, whole)
        && (rest == 8 || (one[whole] & 0xff) >> rest == (other[whole] & 0xff) >> rest);
  }

  /**
   * Whether an address is one of the Internet: not loopback, private, link-local, shared (carrier
   * grade NAT), unique local, multicast, nor reserved.
   */
  static boolean isPublic(InetAddress address) {
    if (address instanceof Inet4Address) {
      return SPECIAL_IPV4.stream().noneMatch(block -> block.contains(address));
    }
    if (NAT64.contains(address)) {
      return isPublic(lastFourBytes(address));
    }
    return GLOBAL_IPV6.contains(address)
        && SPECIAL_IPV6.stream().noneMatch(block -> block.contains(address));
  }

  private static InetAddress lastFourBytes(InetAddress address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
