/** Brings Apps, AppRoles, Grants and certificates to their desired state. */
@NullMarked
package dev.identitydomains.operator.engine.sync;

import org.jspecify.annotations.NullMarked;
