/** Makes sure that a source always writes as the same user of the same Argus. */
@NullMarked
package io.github.argusglue.core.identity;

import org.jspecify.annotations.NullMarked;
