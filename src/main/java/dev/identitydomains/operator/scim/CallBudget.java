package dev.identitydomains.operator.scim;

/** Lets calls to a domain pass at the rate that its documented limits allow. */
public interface CallBudget {

  /** Waits until one more SCIM call may be made. */
  void awaitCall();

  /** Waits until one more token request may be made. */
  void awaitTokenRequest();

  /** A budget without limits. */
  static CallBudget unlimited() {
    return new CallBudget() {
      @Override
      public void awaitCall() {}

      @Override
      public void awaitTokenRequest() {}
    };
  }
}
