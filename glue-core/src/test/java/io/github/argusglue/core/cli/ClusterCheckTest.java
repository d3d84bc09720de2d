package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.cluster.MemoryEngine;
import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.ConfiguredCluster;
import io.github.argusglue.core.config.OnEngineLoss;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.spi.cluster.ClusterEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClusterCheckTest {
    private final MemoryEngine.Factory factory = new MemoryEngine.Factory();
    private final PluginRegistry plugins = PluginRegistry.of(List.of(), List.of(factory));
    private final CheckReport report = new CheckReport();

    private String check(boolean broken, boolean online) throws InterruptedException {
        ClusterConfig keys = new ClusterConfig(
                "memory", "argus-glue", Optional.of("a"), Duration.ofSeconds(5), OnEngineLoss.CONTINUE);
        new ClusterCheck(new ConfiguredCluster(keys, new MemoryEngine.Factory.Keys(broken)), plugins)
                .run(online, report);
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out, true));
        return out.toString().strip();
    }

    @Test
    void whoIsThereIsReported() throws Exception {
        assertEquals(
                "cluster: memory answers; this process is 'a'; no member is running; 0 sources with an owner",
                check(false, true));
        try (ClusterEngine other =
                factory.create(new MemoryEngine.Factory.Keys(false), Duration.ofSeconds(5), () -> {})) {
            String session = other.open("b", "{}", Duration.ofMinutes(1));
            other.claim(session, "oslo");
            String said = check(false, true);
            assertTrue(
                    said.endsWith("cluster: memory answers; this process is 'a'; running: b; 1 source with an owner"),
                    said);
            assertEquals(List.of("b"), List.copyOf(other.view().members().keySet()), "nobody has joined");
        }
        assertTrue(report.isGood() && report.isReachable());
    }

    @Test
    void anEngineThatDoesNotAnswerIsUnreachable() throws Exception {
        factory.store.down(true);
        assertTrue(check(false, true).startsWith("cluster: "), () -> report.toJson());
        assertTrue(report.isGood());
        assertFalse(report.isReachable());
    }

    @Test
    void withoutOnlineItIsNotAsked() throws Exception {
        factory.store.down(true);
        assertEquals("", check(false, false));
        assertTrue(report.isGood() && report.isReachable());
    }

    @Test
    void refusedKeysAreAFault() throws Exception {
        assertEquals("[cluster]: engine 'memory': 'broken' is set", check(true, false));
        assertFalse(report.isGood());
    }
}
