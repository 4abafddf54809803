package dev.identitydomains.operator.http;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failed call; all that is known of it is in {@link #failure()}. */
public final class CallException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  /** Wraps a failure, with the exception that caused it where there is one. */
  public CallException(CallFailure failure, @Nullable Throwable cause) {
    super(failure.summary(), cause);
    this.failure = failure;
  }

  /** What happened. */
  public CallFailure failure() {
    return failure;
  }

  /** Whether the service answered with this status. */
  public boolean answered(int status) {
    return failure instanceof CallFailure.Answered answered && answered.status() == status;
  }
}
