/**
 * The custom resources as users write them. Annotations carry their whole schema; {@code crds/} is
 * generated from them. A component that may be null is one that the user need not declare.
 */
@NullMarked
package dev.identitydomains.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
