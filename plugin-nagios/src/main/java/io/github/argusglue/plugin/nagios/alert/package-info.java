/** From what a monitoring daemon says to alerts, and from what people do in Argus to commands; for every way alike. */
@NullMarked
package io.github.argusglue.plugin.nagios.alert;

import org.jspecify.annotations.NullMarked;
