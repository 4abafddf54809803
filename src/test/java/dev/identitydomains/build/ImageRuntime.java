package dev.identitydomains.build;

import java.io.IOException;
import java.nio.file.Path;

/** Runs the script that builds the image's Java runtime, with the jlink of this JDK. */
public final class ImageRuntime {

  private ImageRuntime() {}

  /** Arguments: the script, the image's root. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
    var exit = new ProcessBuilder("sh", args[0], jlink, args[1]).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(args[0] + " ended with " + exit);
    }
  }
}
