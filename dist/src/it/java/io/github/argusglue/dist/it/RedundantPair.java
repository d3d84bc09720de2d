package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two Zinos on the same routers, an argus-glue for each, one source in Argus: the usual redundant installation. */
final class RedundantPair implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final String GROUP = "zino";

    private final LabArgus argus;
    final LabZino primaryZino;
    final LabZino standbyZino;
    final UdpRelay probed;
    private final String name = "pair-" + UUID.randomUUID().toString().substring(0, 8);
    private final String token;
    private final Path primaryFolder = Folders.fresh(name + "-primary");
    private final Path standbyFolder = Folders.fresh(name + "-standby");
    private @Nullable GlueProcess primary;
    private @Nullable GlueProcess standby;

    RedundantPair(LabArgus argus, int routers, int ports) {
        this.argus = argus;
        this.primaryZino = LabZino.start(routers, ports);
        this.standbyZino = primaryZino.twin();
        String[] uptime = primaryZino.uptimeAddress().split(":", 2);
        this.probed = new UdpRelay(new InetSocketAddress(uptime[0], Integer.parseInt(uptime[1])));
        this.token = argus.newSource(name);
        configure(primaryFolder, primaryZino, "", "");
        configureStandby(probed.address(), 3, Duration.ofSeconds(1));
    }

    /**
     * Rewrites the standby's configuration.
     *
     * @param address address of the primary that it checks; {@link #probed} allows cutting the connection
     */
    void configureStandby(String address, int threshold, Duration interval) {
        configure(standbyFolder, standbyZino, "failover = \"" + GROUP + "\"\n", """
                [failover.zino]
                probe = "snmp"
                address = "%s"
                interval = "%dms"
                timeout = "1s"
                threshold = %d
                rehearsal = "5s"
                """.formatted(
                        address, interval.toMillis(), threshold));
    }

    private void configure(Path folder, LabZino zino, String more, String tables) {
        try {
            Files.writeString(folder.resolve("argus-glue.toml"), """
                    state_dir = "%s"
                    [http]
                    listen = "127.0.0.1:0"
                    [argus]
                    url = "%s"
                    [sources.%s]
                    argus_token = "%s"
                    interval = "5s"
                    %s
                    %s
                    %s
                    """.formatted(
                            folder.resolve("state"), argus.url(), name, token, zino.configuration(), more, tables));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    GlueProcess startPrimary() {
        primary = GlueProcess.run(primaryFolder.resolve("argus-glue.toml"));
        return primary;
    }

    GlueProcess startStandby() {
        standby = GlueProcess.run(standbyFolder.resolve("argus-glue.toml"));
        return standby;
    }

    GlueProcess primary() {
        return Objects.requireNonNull(primary, "not started");
    }

    GlueProcess standby() {
        return Objects.requireNonNull(standby, "not started");
    }

    /** Runs a command of the standby; returns its output. */
    String ask(String... command) {
        Path log = standbyFolder.resolve("ask.log");
        Path out = standbyFolder.resolve("ask.log.out");
        try {
            Files.deleteIfExists(out);
            String[] all = new String[command.length + 2];
            all[0] = "-c";
            all[1] = standbyFolder.resolve("argus-glue.toml").toString();
            System.arraycopy(command, 0, all, 2, command.length);
            try (GlueProcess asking = GlueProcess.start(log, all)) {
                // 4: done, but something needs attention, such as a rehearsal that failed.
                int code = asking.awaitExit(SOON);
                assertTrue(code == 0 || code == 4, () -> code + " is the exit code of " + List.of(command));
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitActive() {
        Await.that(SOON, "the standby is active", () -> ask("failover", GROUP).startsWith(GROUP + ": active"));
    }

    void awaitStandby() {
        Await.that(SOON, "it stands by", () -> ask("failover", GROUP).startsWith(GROUP + ": standby"));
    }

    /** Returns the subjects of a Zino's open cases, such as {@code gw1/portstate/3}. */
    static Set<String> cases(LabZino zino) {
        try (ZinoPerson person = zino.person()) {
            return person.cases().stream()
                    .map(person::attributes)
                    .map(RedundantPair::subject)
                    .collect(Collectors.toSet());
        }
    }

    private static String subject(Map<String, String> attributes) {
        return attributes.get("router") + "/" + attributes.get("type") + "/" + attributes.getOrDefault("ifindex", "");
    }

    /** Returns the subjects of the open incidents, sorted, with duplicates. */
    List<String> open() {
        return argus.sql("select coalesce(metadata->>'zino_router', '') || '/' || coalesce(metadata->>'zino_type', '')"
                + " || '/' || coalesce(metadata->>'zino_ifindex', '') from argus_incident_incident i"
                + " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '" + name
                + "' and i.end_time > now() order by 1");
    }

    /** Returns the number of the newest incident with a subject. */
    long pk(String subject) {
        return Long.parseLong(argus.sql("select i.id from argus_incident_incident i join argus_incident_sourcesystem s"
                        + " on s.id = i.source_id where s.name = '" + name
                        + "' and (metadata->>'zino_router') || '/' ||"
                        + " (metadata->>'zino_type') || '/' || coalesce(metadata->>'zino_ifindex', '') = '" + subject
                        + "' order by i.id desc limit 1")
                .get(0));
    }

    /** Waits until exactly the open cases of a Zino are open in Argus, each once. */
    void awaitEqual(LabZino zino) {
        // A Zino that was just started may still find cases.
        Await.same(SOON, "open in Argus", () -> cases(zino).stream().sorted().toList(), this::open);
    }

    /** Waits until both Zinos have this many cases. */
    void awaitCases(int count) {
        primaryZino.awaitCases(count);
        standbyZino.lookAtAll();
        standbyZino.awaitCases(count);
    }

    /** Fails unless the incidents have these logs, ignoring people's notes. */
    void assertLogs(Object... counts) {
        Map<String, Integer> wanted = new TreeMap<>();
        for (int i = 0; i < counts.length; i += 2) {
            wanted.put((String) counts[i], (Integer) counts[i + 1]);
        }
        assertEquals(wanted, argus.logs(name));
    }

    /** Closes a Zino's case about a subject, as an operator does. */
    static void close(LabZino zino, String subject) {
        try (ZinoPerson person = zino.person()) {
            for (long number : person.cases()) {
                if (subject(person.attributes(number)).equals(subject)) {
                    person.setState(number, "closed");
                }
            }
        }
    }

    @Override
    public void close() {
        if (primary != null) {
            primary.close();
        }
        if (standby != null) {
            standby.close();
        }
        probed.close();
        standbyZino.close();
        primaryZino.close();
    }
}
