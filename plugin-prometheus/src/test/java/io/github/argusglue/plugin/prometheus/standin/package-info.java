/** A pretended Alertmanager cluster and the Prometheus behind it, for tests and for the demo. */
@NullMarked
package io.github.argusglue.plugin.prometheus.standin;

import org.jspecify.annotations.NullMarked;
