/** A simulated Zino. */
@NullMarked
package io.github.argusglue.plugin.zino.standin;

import org.jspecify.annotations.NullMarked;
