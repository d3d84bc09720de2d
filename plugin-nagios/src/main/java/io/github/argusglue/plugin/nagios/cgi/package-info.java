/** Reads Nagios Core 4 through its JSON CGIs, which is possible over HTTP from another machine. */
@NullMarked
package io.github.argusglue.plugin.nagios.cgi;

import org.jspecify.annotations.NullMarked;
