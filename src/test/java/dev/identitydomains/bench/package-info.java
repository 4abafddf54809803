/**
 * The benchmark: the operator as its own process on a real control plane and an emulated domain
 * that keeps to the documented rate limits.
 */
@NullMarked
package dev.identitydomains.bench;

import org.jspecify.annotations.NullMarked;
