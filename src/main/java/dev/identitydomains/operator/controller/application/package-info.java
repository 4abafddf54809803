/** The controller of ClientApplication. */
@NullMarked
package dev.identitydomains.operator.controller.application;

import org.jspecify.annotations.NullMarked;
