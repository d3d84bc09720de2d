/** Metrics in Prometheus text format, and health checks. */
@NullMarked
package io.github.argusglue.core.http.metric;

import org.jspecify.annotations.NullMarked;
