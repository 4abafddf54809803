/**
 * Validation of objects by CustomResourceDefinitions as an API server does it; knows Jackson and
 * CEL, but neither a Kubernetes client nor the operator's kinds.
 */
@NullMarked
package dev.identitydomains.operator.schema;

import org.jspecify.annotations.NullMarked;
