/** The command line; knows runtime alone. */
@NullMarked
package dev.identitydomains.operator.cli;

import org.jspecify.annotations.NullMarked;
