/** Plugins: loads them from disk, each with its own class loader, and reports those that cannot be used. */
@NullMarked
package io.github.argusglue.core.plugin;

import org.jspecify.annotations.NullMarked;
