/** What the build itself needs: generated files and the source format. */
@NullMarked
package dev.identitydomains.build;

import org.jspecify.annotations.NullMarked;
