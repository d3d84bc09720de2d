package io.github.argusglue.core.cli;

import io.github.argusglue.core.cluster.ClusterMembership;
import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.ConfiguredCluster;
import io.github.argusglue.core.plugin.LoadedEngine;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterView;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** The engine of {@code [cluster]}, as {@code check} tries it: creates it, and asks it once who is there. */
final class ClusterCheck {
    private final ConfiguredCluster cluster;
    private final PluginRegistry plugins;

    ClusterCheck(ConfiguredCluster cluster, PluginRegistry plugins) {
        this.cluster = cluster;
        this.plugins = plugins;
    }

    /**
     * Tries the engine; changes nothing.
     *
     * @param online whether to ask it
     */
    void run(boolean online, CheckReport report) throws InterruptedException {
        ClusterConfig keys = cluster.keys();
        Optional<LoadedEngine> loaded = plugins.engine(keys.engine());
        if (loaded.isEmpty()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loaded.get().plugin().classLoader());
        try (ClusterEngine engine = loaded.get().create(cluster.engine(), ClusterMembership.timeout(keys), () -> {})) {
            if (online) {
                report.online("cluster: " + describe(keys, engine.view()));
            }
        } catch (ClusterException e) {
            report.unreachable("cluster: " + SafeText.line(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            report.fault(SafeText.line(String.valueOf(e.getMessage())));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String describe(ClusterConfig keys, ClusterView view) {
        Collection<String> members = new TreeSet<>(view.members().keySet());
        return keys.engine() + " answers; this process is '" + keys.member() + "'; "
                + (members.isEmpty() ? "no member is running" : "running: " + SafeText.line(String.join(", ", members)))
                + "; " + Count.of(view.owners().size(), "source") + " with an owner";
    }
}
