package dev.identitydomains.operator.api.v1alpha1;

/** Patterns and rules that several fields share. */
final class SpecRules {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "([.]" + LABEL + ")*";

  /** Name of a Kubernetes object: an RFC 1123 subdomain. */
  static final String NAME = "^" + SUBDOMAIN + "$";

  /** Name of a namespace: an RFC 1123 label. */
  static final String NAMESPACE = "^" + LABEL + "$";

  /** A workload that the operator can restart, in the notation of kubectl. */
  static final String WORKLOAD = "^(Deployment|StatefulSet|DaemonSet)/" + SUBDOMAIN + "$";

  /** Key of a Secret or a ConfigMap, which does not begin with two dots. */
  static final String KEY = "^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$";

  /** A scope-token of RFC 6749, section 3.3. */
  static final String SCOPE = "^[!#-\\[\\]-~]+$";

  /** Hours, minutes and seconds, for example {@code 1h30m}. */
  static final String DURATION = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

  /** Accepts a value that the pattern refuses: one error suffices. */
  private static final String NO_DURATION =
      "self.size() < 2 || !self.matches('" + DURATION + "') || ";

  /**
   * CEL: at least a second, and at most a year: the longest life of access tokens and key pairs.
   */
  static final String UP_TO_A_YEAR =
      NO_DURATION + "(duration(self) >= duration('1s') && duration(self) <= duration('8760h'))";

  static final String UP_TO_A_YEAR_MESSAGE = "must be between 1s and 8760h";

  /** CEL: at least a second, and at most ten years. */
  static final String UP_TO_TEN_YEARS =
      NO_DURATION + "(duration(self) >= duration('1s') && duration(self) <= duration('87600h'))";

  static final String UP_TO_TEN_YEARS_MESSAGE = "must be between 1s and 87600h";

  /** Reason of a rule, as the API server reports it: the value is wrong. */
  static final String INVALID = "FieldValueInvalid";

  /** Reason of a rule, as the API server reports it: a value is missing. */
  static final String REQUIRED = "FieldValueRequired";

  /** Reason of a rule, as the API server reports it: there may be no value. */
  static final String FORBIDDEN = "FieldValueForbidden";

  private SpecRules() {}
}
