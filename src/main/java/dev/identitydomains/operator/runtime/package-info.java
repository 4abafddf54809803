/** The running process: wiring, leader election, probes, metrics; may know all but cli. */
@NullMarked
package dev.identitydomains.operator.runtime;

import org.jspecify.annotations.NullMarked;
