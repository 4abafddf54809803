package dev.identitydomains.operator.http;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failed call; {@link #failure()} has the details. */
public final class CallException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  /**
   * @param cause null when the service's reply is the failure
   */
  public CallException(CallFailure failure, @Nullable Throwable cause) {
    super(failure.summary(), cause);
    this.failure = failure;
  }

  /** The kind of the failure and its details. */
  public CallFailure failure() {
    return failure;
  }

  /** Whether the service answered that it did not carry the call out (4xx). */
  public boolean isRefused() {
    return failure instanceof CallFailure.Answered answered && answered.status() / 100 == 4;
  }

  /** Whether the service answered with this HTTP status. */
  public boolean answered(int status) {
    return failure instanceof CallFailure.Answered answered && answered.status() == status;
  }
}
