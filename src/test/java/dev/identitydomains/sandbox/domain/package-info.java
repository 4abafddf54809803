/**
 * An emulator of an identity domain: the endpoints and rules that the operator needs, over HTTP. It
 * shares no code with the operator, so that no wrong assumption is in both.
 */
@NullMarked
package dev.identitydomains.sandbox.domain;

import org.jspecify.annotations.NullMarked;
