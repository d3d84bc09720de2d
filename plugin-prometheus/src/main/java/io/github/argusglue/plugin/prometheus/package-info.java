/** Adapter {@code alertmanager}: alerts of Prometheus and its relatives, read from an Alertmanager cluster. */
@NullMarked
package io.github.argusglue.plugin.prometheus;

import org.jspecify.annotations.NullMarked;
