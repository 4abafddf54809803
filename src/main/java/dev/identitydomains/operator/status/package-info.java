/** What is reported: outcomes, conditions and the next check. Pure. */
@NullMarked
package dev.identitydomains.operator.status;

import org.jspecify.annotations.NullMarked;
