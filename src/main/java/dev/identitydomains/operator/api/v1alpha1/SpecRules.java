package dev.identitydomains.operator.api.v1alpha1;

/** Patterns and rules that several fields share. */
final class SpecRules {

  private static final String CONTROLS = "\\x00-\\x1f\\x7f-\\x{9f}\\x{2028}\\x{2029}";

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

  /**
   * Text without control characters and line separators, which would split lines of logs and of
   * conditions. Matches the empty text, too.
   */
  static final String TEXT = "^[^" + CONTROLS + "]*$";

  /** An email address, as far as a pattern can tell. */
  static final String EMAIL = "^[^@\\s" + CONTROLS + "]+@[^@\\s" + CONTROLS + "]+$";

  /** An address that a browser opens; empty for none. */
  static final String WEB_URL = "^(https://[^\\s" + CONTROLS + "]+)?$";

  /** Value of a label; may be empty. */
  static final String LABEL_VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

  /** Key of a label or an annotation: a name, after a DNS subdomain and a slash or alone. */
  static final String LABEL_KEY = "^(" + SUBDOMAIN + "/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

  private static final String IS_KEY =
      "k.matches('" + LABEL_KEY + "') && k.matches('^([^/]{1,253}/)?[^/]{1,63}$')";

  /** CEL: the keys of {@code labels} are keys of labels. */
  static final String KEYS_OF_LABELS = "!has(self.labels) || self.labels.all(k, " + IS_KEY + ")";

  /** CEL: the keys of {@code annotations} are keys of annotations, but none of the operator. */
  static final String KEYS_OF_ANNOTATIONS =
      "!has(self.annotations) || self.annotations.all(k, "
          + IS_KEY
          + " && !k.startsWith('"
          + ApiGroup.NAME
          + "/'))";

  /** CEL: the list of the names of all keys, defaults included. */
  private static final String ALL_KEYS =
      "["
          + "has(self.keys.type) ? self.keys.type : 'type', "
          + "has(self.keys.provider) ? self.keys.provider : 'provider', "
          + "has(self.keys.client__dash__id) ? self.keys.client__dash__id : 'client-id', "
          + "has(self.keys.client__dash__secret) ? self.keys.client__dash__secret : 'client-secret', "
          + "has(self.keys.issuer__dash__uri) ? self.keys.issuer__dash__uri : 'issuer-uri', "
          + "has(self.keys.token__dash__uri) ? self.keys.token__dash__uri : 'token-uri', "
          + "has(self.keys.authorization__dash__uri) ? self.keys.authorization__dash__uri : 'authorization-uri', "
          + "has(self.keys.jwk__dash__set__dash__uri) ? self.keys.jwk__dash__set__dash__uri : 'jwk-set-uri', "
          + "has(self.keys.user__dash__info__dash__uri) ? self.keys.user__dash__info__dash__uri : 'user-info-uri', "
          + "has(self.keys.secure__dash__token__dash__uri) ? self.keys.secure__dash__token__dash__uri : 'secure-token-uri', "
          + "has(self.keys.end__dash__session__dash__uri) ? self.keys.end__dash__session__dash__uri : 'end-session-uri', "
          + "has(self.keys.user__dash__name__dash__attribute) ? self.keys.user__dash__name__dash__attribute : 'user-name-attribute', "
          + "has(self.keys.client__dash__name) ? self.keys.client__dash__name : 'client-name', "
          + "has(self.keys.client__dash__authentication__dash__method) ? self.keys.client__dash__authentication__dash__method : 'client-authentication-method', "
          + "has(self.keys.authorization__dash__grant__dash__type) ? self.keys.authorization__dash__grant__dash__type : 'authorization-grant-type', "
          + "has(self.keys.scope) ? self.keys.scope : 'scope', "
          + "has(self.keys.redirect__dash__uri) ? self.keys.redirect__dash__uri : 'redirect-uri', "
          + "has(self.keys.key__dash__id) ? self.keys.key__dash__id : 'key-id', "
          + "has(self.keys.tls__dot__crt) ? self.keys.tls__dot__crt : 'tls.crt', "
          + "has(self.keys.tls__dot__key) ? self.keys.tls__dot__key : 'tls.key'"
          + "]";

  private static final String STANDARD_KEYS =
      "["
          + "'type', 'provider', 'client-id', 'client-secret', "
          + "'issuer-uri', 'token-uri', 'authorization-uri', 'jwk-set-uri', "
          + "'user-info-uri', 'secure-token-uri', 'end-session-uri', 'user-name-attribute', 'client-name', "
          + "'client-authentication-method', 'authorization-grant-type', 'scope', 'redirect-uri', "
          + "'key-id', 'tls.crt', 'tls.key'"
          + "]";

  /** CEL: no two of the names in {@code keys} are equal. The list in a list is a variable. */
  static final String UNIQUE_KEYS =
      "!has(self.keys) || [" + ALL_KEYS + "].all(all, all.all(k, all.exists_one(o, o == k)))";

  /** CEL: the keys of {@code template} are keys of a Secret. */
  static final String KEYS_OF_TEMPLATE =
      "!has(self.template) || self.template.all(k, k.size() <= 253 && k.matches('" + KEY + "'))";

  /** CEL: no key of {@code template} is that of an entry. The list in a list is a variable. */
  static final String TEMPLATE_BESIDE_KEYS =
      "!has(self.template) || [has(self.keys) ? "
          + ALL_KEYS
          + " : "
          + STANDARD_KEYS
          + "].all(all, self.template.all(k, !(k in all)))";

  /** CEL: the keys of {@code tags} are none of the operator. */
  static final String FOREIGN_TAGS =
      "!has(self.tags) || self.tags.all(k, k.size() > 0 && k.size() <= 255 && !k.startsWith('"
          + ApiGroup.NAME
          + "/'))";

  private static final String TAG_NAME = "[!-\\\\-/-~]{1,100}";

  /** CEL: the keys of {@code freeformTags} are as OCI has them. */
  static final String FREEFORM_TAGS =
      "!has(self.freeformTags) || self.freeformTags.all(k, k.matches('^" + TAG_NAME + "$'))";

  /** CEL: the keys of {@code definedTags} are a namespace and a key as OCI has them. */
  static final String DEFINED_TAGS =
      "!has(self.definedTags) || self.definedTags.all(k, k.matches('^"
          + TAG_NAME
          + "\\\\."
          + TAG_NAME
          + "$'))";

  /** CEL: no key of {@code definedTags} is of the namespace that OCI keeps for itself. */
  static final String TAGS_OF_OCI =
      "!has(self.definedTags) || !self.definedTags.exists(k, k.matches('(?i)^oracle-tags[.]'))";

  /** CEL: no two keys of {@code definedTags} are one tag of OCI. */
  static final String TAGS_ONCE =
      "!has(self.definedTags) || self.definedTags.all(k, self.definedTags.exists_one(o, o.lowerAscii() == k.lowerAscii()))";

  /** CEL: no value of {@code definedTags} has a variable. */
  static final String NO_TAG_VARIABLES =
      "!has(self.definedTags) || self.definedTags.all(k, !self.definedTags[k].contains('${'))";

  /** CEL: a grant stays in its domain. */
  static final String SAME_DOMAIN =
      "has(self.domainRef) == has(oldSelf.domainRef) && (!has(self.domainRef) || self.domainRef == oldSelf.domainRef)";

  /** CEL: a grant has one grantee. */
  static final String ONE_GRANTEE =
      "[has(self.grantee.group), has(self.grantee.user), has(self.grantee.dynamicResourceGroup)].filter(x, x).size() == 1";

  static final String ONE_GRANTEE_MESSAGE =
      "must set exactly one of group, user and dynamicResourceGroup";

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

  /** CEL: a key pair is replaced after the one before it has ended. */
  static final String OVERLAP_WITHIN_ROTATION =
      "!has(self.rotateAfter) || !has(self.overlap)"
          + " || [self.rotateAfter, self.overlap].exists(d, d.size() < 2 || !d.matches('"
          + DURATION
          + "')) || duration(self.overlap) < duration(self.rotateAfter)";

  /** CEL: at least an hour, and at most a year, as a certificate is valid for two years at most. */
  static final String AN_HOUR_TO_A_YEAR =
      NO_DURATION + "(duration(self) >= duration('1h') && duration(self) <= duration('8760h'))";

  static final String AN_HOUR_TO_A_YEAR_MESSAGE = "must be between 1h and 8760h";

  /** CEL: at least an hour, and at most ten years: each rotation costs calls of all in a domain. */
  static final String AN_HOUR_TO_TEN_YEARS =
      NO_DURATION + "(duration(self) >= duration('1h') && duration(self) <= duration('87600h'))";

  static final String AN_HOUR_TO_TEN_YEARS_MESSAGE = "must be between 1h and 87600h";

  /** Reason of a rule, as the API server reports it: the value is wrong. */
  static final String INVALID = "FieldValueInvalid";

  /** Reason of a rule, as the API server reports it: a value is missing. */
  static final String REQUIRED = "FieldValueRequired";

  /** Reason of a rule, as the API server reports it: there may be no value. */
  static final String FORBIDDEN = "FieldValueForbidden";

  private SpecRules() {}
}
