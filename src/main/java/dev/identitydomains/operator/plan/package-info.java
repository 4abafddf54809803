/**
 * Pure planning: desired and observed state go in, changes come out. No Kubernetes, no HTTP, no
 * clock.
 */
@NullMarked
package dev.identitydomains.operator.plan;

import org.jspecify.annotations.NullMarked;
