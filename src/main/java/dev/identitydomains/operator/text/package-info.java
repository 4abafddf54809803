/** Text of others, fit for people: bounded and without control characters; pure. */
@NullMarked
package dev.identitydomains.operator.text;

import org.jspecify.annotations.NullMarked;
