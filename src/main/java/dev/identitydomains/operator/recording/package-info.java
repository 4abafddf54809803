/** Writes what is said between the operator and a domain, without secrets, for reports. */
@NullMarked
package dev.identitydomains.operator.recording;

import org.jspecify.annotations.NullMarked;
