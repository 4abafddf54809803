/** The controller of AppRole. */
@NullMarked
package dev.identitydomains.operator.controller.role;

import org.jspecify.annotations.NullMarked;
