/** What is known about a source's incidents in Argus: open, closed and unexplained ones. */
@NullMarked
package io.github.argusglue.core.registry;

import org.jspecify.annotations.NullMarked;
