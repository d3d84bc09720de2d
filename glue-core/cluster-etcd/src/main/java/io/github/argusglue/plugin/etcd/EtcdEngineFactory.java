package io.github.argusglue.plugin.etcd;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.time.Duration;

/** Makes engines of type {@code etcd}. */
public final class EtcdEngineFactory implements ClusterEngineFactory<EtcdConfig> {
    /** For {@link java.util.ServiceLoader}. */
    public EtcdEngineFactory() {}

    @Override
    public String type() {
        return "etcd";
    }

    @Override
    public Class<EtcdConfig> configType() {
        return EtcdConfig.class;
    }

    @Override
    public ClusterEngine create(EtcdConfig config, Duration timeout, Runnable changed) {
        return new EtcdEngine(config, timeout, changed);
    }
}
