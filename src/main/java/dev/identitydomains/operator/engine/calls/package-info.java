/** Rate limits, priorities and batches of calls to a domain; knows scim and http. */
@NullMarked
package dev.identitydomains.operator.engine.calls;

import org.jspecify.annotations.NullMarked;
