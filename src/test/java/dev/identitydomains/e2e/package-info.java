/**
 * End-to-end tests: the operator as a process of its own, with exactly the rights of its
 * ServiceAccount, on a real control plane, driven with kubectl.
 */
@NullMarked
package dev.identitydomains.e2e;

import org.jspecify.annotations.NullMarked;
