/**
 * Engines by which several argus-glue processes agree on which of them owns each source.
 *
 * <p>An engine is a plugin like an adapter: its jar lists a {@link ClusterEngineFactory} in
 * {@code META-INF/services/io.github.argusglue.spi.cluster.ClusterEngineFactory}. It is an adapter to a store that
 * people already run, such as etcd; it contains no protocol of its own. Who owns which source is decided by the core.
 */
@NullMarked
package io.github.argusglue.spi.cluster;

import org.jspecify.annotations.NullMarked;
