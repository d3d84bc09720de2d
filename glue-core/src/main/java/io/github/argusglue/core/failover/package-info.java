/** Failover: checks whether a primary is up and decides whether this process keeps its sources in step. */
@NullMarked
package io.github.argusglue.core.failover;

import org.jspecify.annotations.NullMarked;
