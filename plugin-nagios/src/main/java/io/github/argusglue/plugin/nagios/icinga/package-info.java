/** Reads and commands Icinga 2 through its REST API. */
@NullMarked
package io.github.argusglue.plugin.nagios.icinga;

import org.jspecify.annotations.NullMarked;
