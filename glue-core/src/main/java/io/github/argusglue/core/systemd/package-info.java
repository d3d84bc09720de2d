/** How systemd, or whoever starts the process in its place, is told how it does. */
@NullMarked
package io.github.argusglue.core.systemd;

import org.jspecify.annotations.NullMarked;
