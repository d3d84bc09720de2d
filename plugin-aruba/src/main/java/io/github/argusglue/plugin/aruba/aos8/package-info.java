/** Controllers with ArubaOS 8, read through the REST API of the Mobility Conductor or of a controller. */
@NullMarked
package io.github.argusglue.plugin.aruba.aos8;

import org.jspecify.annotations.NullMarked;
