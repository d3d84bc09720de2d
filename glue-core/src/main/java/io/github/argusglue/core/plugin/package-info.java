/** Plugins: found on disk, each in a class loader of its own, refused by name and reason. */
@NullMarked
package io.github.argusglue.core.plugin;

import org.jspecify.annotations.NullMarked;
