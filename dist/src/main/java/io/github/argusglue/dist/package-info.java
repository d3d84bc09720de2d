/** The installed program: its entry point and the demonstration. */
@NullMarked
package io.github.argusglue.dist;

import org.jspecify.annotations.NullMarked;
