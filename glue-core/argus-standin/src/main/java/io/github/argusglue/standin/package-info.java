/**
 * A simulated Argus server for tests. {@link io.github.argusglue.standin.StandInArgus} is where to begin. It keeps
 * everything in memory, listens on loopback, and knows nothing of argus-glue, only of Argus's HTTP API.
 */
@NullMarked
package io.github.argusglue.standin;

import org.jspecify.annotations.NullMarked;
