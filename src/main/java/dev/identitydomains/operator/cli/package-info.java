/** The command line, and the wiring that its arguments ask for. */
@NullMarked
package dev.identitydomains.operator.cli;

import org.jspecify.annotations.NullMarked;
