/**
 * Computes the changes from observed to desired state. Pure: knows neither Kubernetes nor HTTP nor
 * a clock.
 */
@NullMarked
package dev.identitydomains.operator.plan;

import org.jspecify.annotations.NullMarked;
