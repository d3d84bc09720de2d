/** What a monitoring daemon says of its hosts and services, and the ways to read and command it. */
@NullMarked
package io.github.argusglue.plugin.nagios.model;

import org.jspecify.annotations.NullMarked;
