/** Outcomes, conditions, events and intervals as values; pure, knows api.v1alpha1 alone. */
@NullMarked
package dev.identitydomains.operator.status;

import org.jspecify.annotations.NullMarked;
