/** HTTP to a domain: transport, replies, failures, and what stays hidden. */
@NullMarked
package dev.identitydomains.operator.http;

import org.jspecify.annotations.NullMarked;
