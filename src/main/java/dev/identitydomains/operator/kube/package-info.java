/** The operator as a client of the Kubernetes API: status, events, caches, names. */
@NullMarked
package dev.identitydomains.operator.kube;

import org.jspecify.annotations.NullMarked;
