/** What is known of a domain, read by page and noted at each write. */
@NullMarked
package dev.identitydomains.operator.engine.inventory;

import org.jspecify.annotations.NullMarked;
