/** A simulated Alertmanager cluster with its Prometheus, for tests and for the demo. */
@NullMarked
package io.github.argusglue.plugin.prometheus.standin;

import org.jspecify.annotations.NullMarked;
