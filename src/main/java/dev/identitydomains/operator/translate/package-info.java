/** Translates specs to desired state, and YAML names to wire names. Pure. */
@NullMarked
package dev.identitydomains.operator.translate;

import org.jspecify.annotations.NullMarked;
