/** The scripts for Argo CD in {@code deploy/argocd}: what installs them, and their tests. */
@NullMarked
package dev.identitydomains.argocd;

import org.jspecify.annotations.NullMarked;
