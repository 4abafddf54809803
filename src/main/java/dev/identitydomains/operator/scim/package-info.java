/** REST client of an identity domain: HTTP, SCIM resources, filters, pages, patches, errors. */
@NullMarked
package dev.identitydomains.operator.scim;

import org.jspecify.annotations.NullMarked;
