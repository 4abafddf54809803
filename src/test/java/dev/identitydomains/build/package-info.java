/** Programs and tests of the build: generated files, source format, documentation tables. */
@NullMarked
package dev.identitydomains.build;

import org.jspecify.annotations.NullMarked;
