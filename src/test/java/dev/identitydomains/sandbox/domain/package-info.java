/**
 * An identity domain emulator: the endpoints and rules of the service that the operator needs, over
 * real HTTP. Shares no code with the operator, so that a wrong assumption cannot hide in both.
 */
@NullMarked
package dev.identitydomains.sandbox.domain;

import org.jspecify.annotations.NullMarked;
