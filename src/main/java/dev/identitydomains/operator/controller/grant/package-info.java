/** The controllers of AppRoleGrant and AppAssignment. */
@NullMarked
package dev.identitydomains.operator.controller.grant;

import org.jspecify.annotations.NullMarked;
