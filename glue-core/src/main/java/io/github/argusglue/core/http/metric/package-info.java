/** What monitoring reads: metrics in Prometheus's text format, and whether all is well. */
@NullMarked
package io.github.argusglue.core.http.metric;

import org.jspecify.annotations.NullMarked;
