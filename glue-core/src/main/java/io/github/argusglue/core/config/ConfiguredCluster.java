package io.github.argusglue.core.config;

/**
 * The table {@code [cluster]}.
 *
 * @param keys the keys that all engines have
 * @param engine the engine's own keys
 */
public record ConfiguredCluster(ClusterConfig keys, Record engine) {}
