package io.github.argusglue.plugin.kubernetes;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.time.Duration;

/** Creates the engine {@code kubernetes}. */
public final class KubernetesEngineFactory implements ClusterEngineFactory<KubernetesConfig> {

    @Override
    public String type() {
        return "kubernetes";
    }

    @Override
    public Class<KubernetesConfig> configType() {
        return KubernetesConfig.class;
    }

    @Override
    public ClusterEngine create(KubernetesConfig config, Duration timeout, Runnable changed) {
        return new KubernetesEngine(config, timeout, changed, System::nanoTime);
    }
}
