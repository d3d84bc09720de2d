/**
 * Adapters {@code alertmanager} and {@code prometheus}: alerts of Prometheus and compatible systems, read from an
 * Alertmanager cluster or from Prometheus itself.
 */
@NullMarked
package io.github.argusglue.plugin.prometheus;

import org.jspecify.annotations.NullMarked;
