/** Turns alerts into the incidents that they should be: applies the rules and the limits of Argus, detects flapping. */
@NullMarked
package io.github.argusglue.core.shape;

import org.jspecify.annotations.NullMarked;
