/**
 * A Kubernetes API for the sandbox: an in-process one that is up in a moment and validates nothing,
 * and a launcher of the real control plane. Shares no code with the operator.
 */
@NullMarked
package dev.identitydomains.sandbox.kube;

import org.jspecify.annotations.NullMarked;
