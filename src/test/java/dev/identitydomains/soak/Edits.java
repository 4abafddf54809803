package dev.identitydomains.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random changes of the declared resources; each call makes one. Not thread-safe. */
final class Edits {

  private final Declarations declared;
  private final Cluster cluster;
  private final RandomGenerator random;
  private final Map<String, Integer> counts = new TreeMap<>();

  Edits(Declarations declared, Cluster cluster, RandomGenerator random) {
    this.declared = declared;
    this.cluster = cluster;
    this.random = random;
  }

  /** The number of changes of each kind so far. */
  Map<String, Integer> counts() {
    return counts;
  }

  void next() {
    var all = declared.all();
    var key = all.get(random.nextInt(all.size()));
    var choice = random.nextInt(10);
    if (!declared.isPresent(key)) {
      restore(key);
    } else if (choice < 3) {
      count("deleted " + key.kind());
      declared.remove(key);
      cluster.delete(key);
    } else if (key.kind().equals("ClientApplication")) {
      change(key, choice);
    }
  }

  private void change(Declarations.Key key, int choice) {
    if (choice < 4 && Declarations.isClient(key.number())) {
      count("secret deleted");
      cluster.deleteSecret(key.number());
      return;
    }
    if (choice < 5 && Declarations.isClient(key.number())) {
      count("rotation");
      declared.rotate(key.number());
    } else {
      count("edit");
      declared.edit(key.number());
    }
    cluster.apply(declared.yaml(key));
  }

  /** Declares a resource again, unless the former one still has its finalizer. */
  private void restore(Declarations.Key key) {
    if (!cluster.exists(key)) {
      count("created again");
      declared.restore(key);
      cluster.apply(declared.yaml(key));
    }
  }

  /** Declares again what others need; returns what cannot be created yet. */
  List<Declarations.Key> restoreNeeded() {
    var needed = declared.all().stream().filter(declared::isNeeded).toList();
    needed.stream().filter(key -> !declared.isPresent(key)).forEach(this::restore);
    return needed.stream().filter(key -> !declared.isPresent(key)).toList();
  }

  private void count(String change) {
    counts.merge(change, 1, Integer::sum);
  }
}
