/**
 * The soak: many resources that change all the time, in a domain that fails at random, and what
 * must hold afterwards.
 */
@NullMarked
package dev.identitydomains.soak;

import org.jspecify.annotations.NullMarked;
