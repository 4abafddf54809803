package dev.identitydomains.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Memory and processor time of a Java process.
 *
 * @param peakRssMb peak of the resident memory, in MB (Linux, VmHWM)
 * @param heapMb heap in use after a garbage collection, in MB
 * @param cpuSeconds processor time
 */
record Footprint(long peakRssMb, long heapMb, double cpuSeconds) {

  private static final Pattern HEAP = Pattern.compile("total \\d+K, used (\\d+)K");

  static Footprint of(ProcessHandle process) throws IOException, InterruptedException {
    var cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    var peak =
        Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0);
    jcmd(process, "GC.run");
    var heap = HEAP.matcher(jcmd(process, "GC.heap_info")).results();
    var used = heap.mapToLong(found -> Long.parseLong(found.group(1))).sum();
    return new Footprint(peak / 1024, used / 1024, cpu.toMillis() / 1000.0);
  }

  Map<String, Object> figures() {
    return Map.of("peakRssMb", peakRssMb, "heapAfterGcMb", heapMb, "cpuSeconds", cpuSeconds);
  }

  private static String jcmd(ProcessHandle process, String command)
      throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var run = new ProcessBuilder(jcmd, String.valueOf(process.pid()), command).start();
    var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    run.waitFor();
    return output;
  }
}
