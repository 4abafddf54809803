/** The controller of AppRoleGrant. */
@NullMarked
package dev.identitydomains.operator.controller.grant;

import org.jspecify.annotations.NullMarked;
