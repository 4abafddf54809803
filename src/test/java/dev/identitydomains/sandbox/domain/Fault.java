package dev.identitydomains.sandbox.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A fault of a call that a test can arm. */
public sealed interface Fault {

  /** The domain delays the reply. */
  record Delay(Duration time) implements Fault {}

  /** The domain carries the call out, but closes the connection before the reply. */
  record DropReply() implements Fault {}

  /** The domain refuses the call with this HTTP status and changes nothing. */
  record Status(int code) implements Fault {}

  /** The domain carries the call out, but replies with this HTTP status. */
  record StatusAfterChange(int code) implements Fault {}

  /** The domain carries the call out, but closes the connection in the middle of the reply. */
  record CutReply() implements Fault {}

  /**
   * The domain refuses the call with 429 and changes nothing.
   *
   * @param retryAfter the header {@code Retry-After}, in whole seconds; null for a reply without it
   */
  record TooManyRequests(@Nullable Duration retryAfter) implements Fault {}

  /**
   * The domain repeats its last reply to the same query; a query without such a reply gets a new
   * one.
   *
   * @param age maximum age of the repeated reply
   */
  record StaleList(Duration age) implements Fault {}

  /** The domain carries a POST or PATCH out without this attribute. */
  record Loses(String attribute) implements Fault {}

  /** The domain replies with this body. */
  record Garbage(String body) implements Fault {}
}
