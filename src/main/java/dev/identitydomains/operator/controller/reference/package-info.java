/** Which resource names which, whether it may, and what requeues it. */
@NullMarked
package dev.identitydomains.operator.controller.reference;

import org.jspecify.annotations.NullMarked;
