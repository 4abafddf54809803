/** HTTP to a domain: transport, replies, failures, limits; knows OkHttp and Jackson. */
@NullMarked
package dev.identitydomains.operator.http;

import org.jspecify.annotations.NullMarked;
