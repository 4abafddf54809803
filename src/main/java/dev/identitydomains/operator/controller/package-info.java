/** Thin reconcilers, and what they need of Kubernetes: references, Secrets, status, events. */
@NullMarked
package dev.identitydomains.operator.controller;

import org.jspecify.annotations.NullMarked;
