/** References between resources: their resolution, their permission, and requeues of dependants. */
@NullMarked
package dev.identitydomains.operator.controller.reference;

import org.jspecify.annotations.NullMarked;
