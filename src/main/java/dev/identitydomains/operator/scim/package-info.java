/** SCIM client of a domain: resources, filters, pages, patches, Bulk, errors; knows only http. */
@NullMarked
package dev.identitydomains.operator.scim;

import org.jspecify.annotations.NullMarked;
