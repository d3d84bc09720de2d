/** Sends requests to Argus: one executor per server, shared by all its sources. */
@NullMarked
package io.github.argusglue.core.executor;

import org.jspecify.annotations.NullMarked;
