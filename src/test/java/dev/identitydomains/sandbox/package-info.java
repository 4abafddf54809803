/** Code that the emulated servers share; knows neither the operator nor the servers. */
@NullMarked
package dev.identitydomains.sandbox;

import org.jspecify.annotations.NullMarked;
