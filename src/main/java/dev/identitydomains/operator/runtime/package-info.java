/** The running process: controllers, leader election, probes, metrics. */
@NullMarked
package dev.identitydomains.operator.runtime;

import org.jspecify.annotations.NullMarked;
