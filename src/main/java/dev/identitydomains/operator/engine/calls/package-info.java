/** When calls to a domain are made: rate limits, priorities, Bulk. */
@NullMarked
package dev.identitydomains.operator.engine.calls;

import org.jspecify.annotations.NullMarked;
