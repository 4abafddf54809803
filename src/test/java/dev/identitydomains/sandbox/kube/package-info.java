/**
 * Kubernetes APIs for the sandbox: one in the process, which starts at once and validates nothing,
 * and a launcher of a real control plane. They share no code with the operator.
 */
@NullMarked
package dev.identitydomains.sandbox.kube;

import org.jspecify.annotations.NullMarked;
