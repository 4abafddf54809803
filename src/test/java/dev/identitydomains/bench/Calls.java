package dev.identitydomains.bench;

import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts calls to the domain by rate limit group, writes and status 429. */
record Calls(List<Call> all) {

  private static final List<String> GROUPS =
      List.of("token", "list", "singleReads", "singleWrites", "bulk", "discovery");

  Map<String, Long> byGroup() {
    var counts = new LinkedHashMap<String, Long>();
    for (var group : GROUPS) {
      counts.put(group, count(group));
    }
    return counts;
  }

  long writes() {
    return count("singleWrites") + count("bulk");
  }

  private long count(String group) {
    return all.stream().filter(call -> group(call.line()).equals(group)).count();
  }

  long refused() {
    return all.stream().filter(call -> call.status() == 429).count();
  }

  private static String group(String line) {
    if (line.contains("/oauth2/")) {
      return "token";
    }
    if (line.contains("/.well-known/")) {
      return "discovery";
    }
    if (line.endsWith("/Bulk")) {
      return "bulk";
    }
    if (line.startsWith("GET")) {
      return line.split("/", -1).length > 4 ? "singleReads" : "list";
    }
    return line.endsWith("/.search") ? "list" : "singleWrites";
  }
}
