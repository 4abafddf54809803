/** The table of wrong manifests: what the definitions refuse, where and with which words. */
@NullMarked
package dev.identitydomains.admission;

import org.jspecify.annotations.NullMarked;
