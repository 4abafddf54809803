/**
 * Shared by the controllers of all kinds: the lifecycle, the outcomes and the report of a
 * reconciliation.
 */
@NullMarked
package dev.identitydomains.operator.controller.reconcile;

import org.jspecify.annotations.NullMarked;
