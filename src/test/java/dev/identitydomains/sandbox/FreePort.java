package dev.identitydomains.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for programs that listen a moment later: none that the system may meanwhile give to an
 * outgoing connection, and none twice.
 */
public final class FreePort {

  /** Systems give ports from 32768 on, or from 49152 on, to outgoing connections. */
  private static final int LEAST = 15_000;

  private static final int MOST = 32_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Returns a port of the loopback address on which nobody listens. */
  public static int find() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
