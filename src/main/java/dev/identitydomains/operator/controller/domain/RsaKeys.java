package dev.identitydomains.operator.controller.domain;

import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.stream.Stream;

/**
 * The cost of a signature grows with the cube of the key's length, and whoever writes the Secret
 * chooses it. The Java runtime bounds the modulus alone, at 16,384 bits.
 */
final class RsaKeys {

  static final int MOST_BITS = 4096;

  private RsaKeys() {}

  /** Whether no number of the key is longer than {@value #MOST_BITS} bits. */
  static boolean isCheap(RSAPrivateKey key) {
    var numbers = Stream.of(key.getModulus(), key.getPrivateExponent());
    var primes =
        key instanceof RSAPrivateCrtKey crt
            ? Stream.of(
                crt.getPrimeP(),
                crt.getPrimeQ(),
                crt.getPrimeExponentP(),
                crt.getPrimeExponentQ(),
                crt.getCrtCoefficient(),
                crt.getPublicExponent())
            : Stream.<BigInteger>empty();
    return Stream.concat(numbers, primes).allMatch(number -> number.bitLength() <= MOST_BITS);
  }
}
