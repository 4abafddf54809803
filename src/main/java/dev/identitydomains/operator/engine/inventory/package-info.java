/** The inventory of a domain and its full reads by page; knows plan, scim and http. */
@NullMarked
package dev.identitydomains.operator.engine.inventory;

import org.jspecify.annotations.NullMarked;
