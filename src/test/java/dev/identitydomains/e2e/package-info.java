/**
 * End to end: the operator as its own process, with the rights of its ServiceAccount and nothing
 * more, on a real control plane, driven with kubectl.
 */
@NullMarked
package dev.identitydomains.e2e;

import org.jspecify.annotations.NullMarked;
