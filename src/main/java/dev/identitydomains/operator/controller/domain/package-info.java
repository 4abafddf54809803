/** The controller of IdentityDomain. */
@NullMarked
package dev.identitydomains.operator.controller.domain;

import org.jspecify.annotations.NullMarked;
