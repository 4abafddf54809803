package dev.identitydomains.sandbox.domain;

import java.time.Duration;

/** What can go wrong with a call. */
public sealed interface Fault {

  /** The reply comes late. */
  record Delay(Duration time) implements Fault {}

  /** The change is made, but the connection is cut before the reply. */
  record DropReply() implements Fault {}

  /** The call is refused with this status and nothing is changed. */
  record Status(int code) implements Fault {}

  /** The reply is this text instead of what it should be. */
  record Garbage(String body) implements Fault {}
}
