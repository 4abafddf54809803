package dev.identitydomains.sandbox;

/** The parent process, usually Maven. */
public final class Parent {

  private Parent() {}

  /** Exits when the parent exits: a user who kills Maven does not know its child processes. */
  public static void endWithIt() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> Thread.ofVirtual().start(() -> endAfter(parent)));
  }

  private static void endAfter(ProcessHandle parent) {
    parent.onExit().join();
    System.exit(143); // the exit code after SIGTERM
  }
}
