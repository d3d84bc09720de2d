/** Computes actions from the desired incidents and what is known about Argus. No I/O, no clock, no log. */
@NullMarked
package io.github.argusglue.core.plan;

import org.jspecify.annotations.NullMarked;
