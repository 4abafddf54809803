/** Access tokens of the operator's client (RFC 6749 section 4.4); knows only http. */
@NullMarked
package dev.identitydomains.operator.token;

import org.jspecify.annotations.NullMarked;
