/** What the resources of a namespace may ask of a domain; pure, knows api alone. */
@NullMarked
package dev.identitydomains.operator.policy;

import org.jspecify.annotations.NullMarked;
