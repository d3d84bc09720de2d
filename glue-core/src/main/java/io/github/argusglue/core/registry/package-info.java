/** What is known of a source's incidents in Argus: open ones, closed ones, those that nothing explains. */
@NullMarked
package io.github.argusglue.core.registry;

import org.jspecify.annotations.NullMarked;
