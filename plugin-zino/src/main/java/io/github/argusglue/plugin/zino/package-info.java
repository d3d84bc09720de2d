/** Adapter for Zino 2. Starts at {@link io.github.argusglue.plugin.zino.ZinoAdapter}. */
@NullMarked
package io.github.argusglue.plugin.zino;

import org.jspecify.annotations.NullMarked;
