package io.github.argusglue.spi.cluster;

import io.github.argusglue.spi.Unstable;
import java.time.Duration;

/**
 * Entry point of an engine, found with {@link java.util.ServiceLoader}.
 *
 * <pre>{@code
 * public final class EtcdEngineFactory implements ClusterEngineFactory<EtcdConfig> {
 *     public String type() {
 *         return "etcd";
 *     }
 *
 *     public Class<EtcdConfig> configType() {
 *         return EtcdConfig.class;
 *     }
 *
 *     public ClusterEngine create(EtcdConfig config, Duration timeout, Runnable changed) {
 *         return new EtcdEngine(config, timeout, changed);
 *     }
 * }
 * }</pre>
 *
 * @param <C> record to which the keys of {@code [cluster]} are bound that the core does not know; see
 *     {@link io.github.argusglue.spi.config}
 */
@Unstable
public interface ClusterEngineFactory<C extends Record> {

    /**
     * Returns the value of {@code engine} in {@code [cluster]} that selects this engine; matches
     * {@code [a-z][a-z0-9-]*}.
     */
    String type();

    /** Returns the record to which the engine's keys are bound. */
    Class<C> configType();

    /**
     * Creates an engine for the life of the process. Sends nothing yet: the store may be unreachable at the start.
     *
     * @param timeout longest time that a call of the engine may take
     * @param changed to be called when members or owners may have changed, on any thread; returns at once. The core
     *     also asks by itself, so it does no harm to call it too seldom or too often
     * @throws IllegalArgumentException if the configuration is invalid in a way that the record itself does not check
     */
    ClusterEngine create(C config, Duration timeout, Runnable changed);
}
