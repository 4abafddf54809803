/**
 * The benchmark: the operator as a process of its own, with a real control plane and an emulated
 * domain that enforces the documented rate limits.
 */
@NullMarked
package dev.identitydomains.bench;

import org.jspecify.annotations.NullMarked;
