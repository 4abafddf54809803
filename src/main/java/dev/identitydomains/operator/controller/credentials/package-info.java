/**
 * The Secret of a ClientApplication: client secret, key and certificates, and the workloads that
 * read it.
 */
@NullMarked
package dev.identitydomains.operator.controller.credentials;

import org.jspecify.annotations.NullMarked;
