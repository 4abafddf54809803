package dev.identitydomains.sandbox.domain;

import java.time.Duration;

/** A fault of a call that a test can arm. */
public sealed interface Fault {

  /** The domain delays the reply. */
  record Delay(Duration time) implements Fault {}

  /** The domain carries the call out, but closes the connection before the reply. */
  record DropReply() implements Fault {}

  /** The domain refuses the call with this HTTP status and changes nothing. */
  record Status(int code) implements Fault {}

  /** The domain replies with this body. */
  record Garbage(String body) implements Fault {}
}
