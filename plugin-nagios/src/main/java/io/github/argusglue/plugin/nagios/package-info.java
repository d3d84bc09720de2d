/**
 * The adapters of the types {@code nagios} and {@code icinga2}. {@code NagiosAdapter} decides what is an alert,
 * whichever way a {@code Backend} reads the daemon: its files, Livestatus, its CGIs, or Icinga's API.
 */
@NullMarked
package io.github.argusglue.plugin.nagios;

import org.jspecify.annotations.NullMarked;
