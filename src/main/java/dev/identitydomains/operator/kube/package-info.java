/** Access to the Kubernetes API: status, events, caches, names; knows status, api and Fabric8. */
@NullMarked
package dev.identitydomains.operator.kube;

import org.jspecify.annotations.NullMarked;
