/** Shows what would be done, without doing it. */
@NullMarked
package io.github.argusglue.core.preview;

import org.jspecify.annotations.NullMarked;
