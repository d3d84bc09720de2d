/** Reads and commands a monitoring daemon through Livestatus, a module that answers queries about its memory. */
@NullMarked
package io.github.argusglue.plugin.nagios.livestatus;

import org.jspecify.annotations.NullMarked;
