/** The adapters of the types {@code nagios} and {@code icinga2}. */
@NullMarked
package io.github.argusglue.plugin.nagios;

import org.jspecify.annotations.NullMarked;
