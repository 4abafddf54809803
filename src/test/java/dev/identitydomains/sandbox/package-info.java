/** What emulated servers have in common. */
@NullMarked
package dev.identitydomains.sandbox;

import org.jspecify.annotations.NullMarked;
