/** HTTP to a domain: transport, replies, failures, limits; knows OkHttp alone. */
@NullMarked
package dev.identitydomains.operator.http;

import org.jspecify.annotations.NullMarked;
