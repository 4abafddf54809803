/**
 * What the controllers of all kinds share: the lifecycle of a reconciliation, its outcomes and its
 * report.
 */
@NullMarked
package dev.identitydomains.operator.controller.reconcile;

import org.jspecify.annotations.NullMarked;
