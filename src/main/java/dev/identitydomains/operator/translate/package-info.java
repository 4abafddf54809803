/** Spec to desired state, pure: the one place where YAML names meet wire names. */
@NullMarked
package dev.identitydomains.operator.translate;

import org.jspecify.annotations.NullMarked;
