/** What a domain needs at run time: connections, budget, and plans carried out. */
@NullMarked
package dev.identitydomains.operator.engine;

import org.jspecify.annotations.NullMarked;
