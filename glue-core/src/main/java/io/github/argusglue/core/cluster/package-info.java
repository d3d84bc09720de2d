/** Several processes share the sources: which of them owns each source, and may write for it. */
@NullMarked
package io.github.argusglue.core.cluster;

import org.jspecify.annotations.NullMarked;
