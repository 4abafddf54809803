/** What Fabric8's client sends to and takes from the API server; knows no other package. */
@NullMarked
package dev.identitydomains.operator.kube.client;

import org.jspecify.annotations.NullMarked;
