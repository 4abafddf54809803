package dev.identitydomains.sandbox;

/** The process that started this one, Maven as a rule. */
public final class Parent {

  private Parent() {}

  /** Ends this process with its parent: who ends Maven does not know of what it has started. */
  public static void endWithIt() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> Thread.ofVirtual().start(() -> endAfter(parent)));
  }

  private static void endAfter(ProcessHandle parent) {
    parent.onExit().join();
    System.exit(143); // as after SIGTERM
  }
}
