/** Access tokens of the operator's own client (RFC 6749 section 4.4). */
@NullMarked
package dev.identitydomains.operator.token;

import org.jspecify.annotations.NullMarked;
