/**
 * The custom resources. Their annotations are the source of the whole schema in {@code crds/}. A
 * component may be null where a user may omit the field.
 */
@NullMarked
package dev.identitydomains.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
