/**
 * The connections to domains; knows the other packages of engine, and plan, token, scim and http.
 */
@NullMarked
package dev.identitydomains.operator.engine.domain;

import org.jspecify.annotations.NullMarked;
