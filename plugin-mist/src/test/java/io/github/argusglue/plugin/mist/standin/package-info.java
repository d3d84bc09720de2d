/** A simulated Mist cloud. */
@NullMarked
package io.github.argusglue.plugin.mist.standin;

import org.jspecify.annotations.NullMarked;
