/** A simulated Nagios: the state of the daemon, and its files, Livestatus and CGIs as frontends of that state. */
@NullMarked
package io.github.argusglue.plugin.nagios.standin;

import org.jspecify.annotations.NullMarked;
