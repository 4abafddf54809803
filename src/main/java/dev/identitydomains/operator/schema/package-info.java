/**
 * The schemas of the CustomResourceDefinitions, evaluated as an API server does. Pure: neither
 * Kubernetes nor the kinds of this operator are known here.
 */
@NullMarked
package dev.identitydomains.operator.schema;

import org.jspecify.annotations.NullMarked;
