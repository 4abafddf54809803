/** The quickstart: an emulated domain, a Kubernetes API and the operator in one process. */
@NullMarked
package dev.identitydomains.quickstart;

import org.jspecify.annotations.NullMarked;
