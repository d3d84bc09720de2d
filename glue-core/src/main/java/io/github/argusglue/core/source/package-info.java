/** One loop a source: snapshots in, plans out, results back. */
@NullMarked
package io.github.argusglue.core.source;

import org.jspecify.annotations.NullMarked;
