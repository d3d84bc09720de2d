/** Adapter {@code mist}: devices and alarms of an organisation in the Juniper Mist cloud. */
@NullMarked
package io.github.argusglue.plugin.mist;

import org.jspecify.annotations.NullMarked;
