package dev.identitydomains.operator.http;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failed call; all that is known of it is in {@link #failure()}. */
public final class ScimException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ScimFailure failure;

  /** Wraps a failure, with the exception that caused it where there is one. */
  public ScimException(ScimFailure failure, @Nullable Throwable cause) {
    super(failure.summary(), cause);
    this.failure = failure;
  }

  /** What happened. */
  public ScimFailure failure() {
    return failure;
  }

  /** Whether the service answered with this status. */
  public boolean answered(int status) {
    return failure instanceof ScimFailure.Answered answered && answered.status() == status;
  }
}
