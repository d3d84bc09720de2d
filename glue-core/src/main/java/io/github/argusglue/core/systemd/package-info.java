/** Notifications to systemd, or to another service manager with the same protocol. */
@NullMarked
package io.github.argusglue.core.systemd;

import org.jspecify.annotations.NullMarked;
