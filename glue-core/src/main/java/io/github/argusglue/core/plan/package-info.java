/** Desired incidents and what is known of Argus in, actions out. No I/O, no clock, no log. */
@NullMarked
package io.github.argusglue.core.plan;

import org.jspecify.annotations.NullMarked;
