package dev.identitydomains.operator.scim;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import java.util.regex.Pattern;

/** The id of a resource, which becomes a segment of paths, also within Bulk calls. */
final class ScimId {

  private static final Pattern VALID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

  private ScimId() {}

  /**
   * Whether it is one segment of a path that nobody reads as two, as a parent or as a query.
   *
   * @param id from a domain or a status
   */
  static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }

  /**
   * Returns the id.
   *
   * @throws CallException {@link CallFailure.Malformed} when it is none
   */
  static String checked(ScimType type, String id) {
    if (isValid(id)) {
      return id;
    }
    throw new CallException(
        new CallFailure.Malformed(
            "'%s' is no id of %s: it may have letters, digits, '.', '_' and '-' only"
                .formatted(id, type.path())),
        null);
  }
}
