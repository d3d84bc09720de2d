/** The status of a source, as other parts of the program see it. */
@NullMarked
package io.github.argusglue.core.status;

import org.jspecify.annotations.NullMarked;
