/**
 * The running process: wiring, leader election, probes, metrics; may know all but cli and schema.
 */
@NullMarked
package dev.identitydomains.operator.runtime;

import org.jspecify.annotations.NullMarked;
