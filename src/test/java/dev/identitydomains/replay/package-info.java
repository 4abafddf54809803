/** Holds recorded exchanges with a domain against the operator's client and the schema. */
@NullMarked
package dev.identitydomains.replay;

import org.jspecify.annotations.NullMarked;
