/** The connections to identity domains. */
@NullMarked
package dev.identitydomains.operator.engine.domain;

import org.jspecify.annotations.NullMarked;
