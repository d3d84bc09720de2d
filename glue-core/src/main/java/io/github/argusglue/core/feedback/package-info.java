/** What people did in Argus, on its way to the source; and histories, both ways. */
@NullMarked
package io.github.argusglue.core.feedback;

import org.jspecify.annotations.NullMarked;
