package io.github.argusglue.dist.it;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The plugin of docs/examples/plugin-zabbix and zabbix-argus-glue 0.1.2 with one real Zabbix and one real Argus. What
 * is allowed to differ is in the README of the plugin, and only that.
 */
@ExtendWith(Lab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ZabbixDifferentialIT {
    /**
     * Fewer than 100 problems at a time: that is a page of Argus. Of more with the same start, the pages repeat some
     * and leave out others, so that zabbix-argus-glue neither finds nor ends these.
     */
    private static final int HOSTS = 16;

    private static final int TRIGGERS = 6;
    private static final int ROUNDS = 12;
    private static final int EVENTS_PER_ROUND = 84;
    private static final int ROUNDS_BETWEEN_PEOPLE = 6;
    private static final int CLOSE = 1;
    private static final int SEVERITY = 8;
    private static final int NEW_SEVERITY = 3;
    private static final int ITS_LEVEL = 3;
    private static final double ALMOST = 0.01;
    private static final Duration SYNCED = Duration.ofMinutes(1);
    private static final Duration MUCH_LESS_THAN_AN_INTERVAL = Duration.ofSeconds(8);

    private final LabArgus argus;
    private final LabZabbix zabbix;
    private final Path plugins;
    private final Random random = new Random(20261122);
    private final TreeMap<String, Boolean> fires = new TreeMap<>();

    ZabbixDifferentialIT(LabArgus argus) throws Exception {
        this.argus = argus;
        this.plugins = ExamplePlugin.build("plugin-zabbix");
        this.zabbix = new LabZabbix(HOSTS, TRIGGERS);
    }

    @AfterAll
    void stopZabbix() {
        zabbix.close();
    }

    /** Takes two minutes on a machine that has nothing else to do. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theSameThousandEventsGiveTheSameIncidents() {
        zabbix.allOk();
        try (ZabbixSource old = new ZabbixSource(argus, zabbix);
                ZabbixSource ours = new ZabbixSource(argus, zabbix)) {
            old.startOld(0, true);
            ours.start(plugins, "interval = \"1s\"");
            Set<String> changed = new TreeSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                zabbix.send(events(), firing().size());
                awaitBoth(old, ours);
                if (round % ROUNDS_BETWEEN_PEOPLE == 0) {
                    changed.addAll(people(old, ours));
                }
            }
            compare(old.incidents(), ours.incidents(), changed);
        }
    }

    /** Lets some triggers fire and others end, each once. */
    private List<String> events() {
        List<String> all = zabbix.triggers();
        Collections.shuffle(all, random);
        List<String> events = new ArrayList<>();
        for (String trigger : all.subList(0, EVENTS_PER_ROUND)) {
            boolean fires = this.fires.merge(trigger, true, (before, now) -> !before);
            events.add(trigger + (fires ? " 1" : " 0"));
        }
        return events;
    }

    private List<String> firing() {
        return fires.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void awaitBoth(ZabbixSource old, ZabbixSource ours) {
        List<String> open = zabbix.open();
        Await.equal(SYNCED, "open incidents of argus-glue", open, ours::open);
        Await.equal(SYNCED, "open incidents of zabbix-argus-glue", open, old::open);
    }

    /** A person closes a problem and changes the severity of another, which is returned. */
    private Set<String> people(ZabbixSource old, ZabbixSource ours) {
        List<String> firing = firing();
        String closed = firing.get(random.nextInt(firing.size()));
        zabbix.update(zabbix.problem(closed), CLOSE, "");
        fires.put(closed, false);
        Await.equal(SYNCED, "problems", firing.size() - 1, () -> zabbix.open().size());
        awaitBoth(old, ours);
        String problem = zabbix.problem(firing().get(0));
        zabbix.update(problem, SEVERITY, ", \"severity\": " + NEW_SEVERITY);
        Await.equal(
                SYNCED,
                "level of " + problem,
                ITS_LEVEL,
                () -> ours.incident(problem).level());
        return Set.of(problem);
    }

    private void compare(
            Map<String, ZabbixSource.Incident> old, Map<String, ZabbixSource.Incident> ours, Set<String> changed) {
        assertEquals(new TreeSet<>(old.keySet()), new TreeSet<>(ours.keySet()), "ids");
        assertTrue(old.size() > ROUNDS * EVENTS_PER_ROUND / 2, () -> old.size() + " incidents");
        Map<String, Long> resolved = zabbix.resolved();
        for (ZabbixSource.Incident was : old.values()) {
            ZabbixSource.Incident is = requireNonNull(ours.get(was.id()));
            // argus-glue distributes equal starts over microseconds, because of the pages.
            assertEquals(was.start(), is.start(), ALMOST, () -> "start of " + was.id());
            assertEquals(was.description(), is.description(), () -> "description of " + was.id());
            assertEquals(was.isOpen(), is.isOpen(), () -> was + " and " + is);
            assertEquals(zabbix.url() + "/" + was.detailsUrl(), is.detailsUrl(), () -> "details URL of " + was.id());
            assertEquals(tags(was, false), tags(is, true), () -> "tags of " + was.id());
            if (was.level() != is.level()) {
                assertTrue(changed.contains(was.id()), () -> was + " and " + is);
            }
            if (!was.isOpen()) {
                assertEquals(
                        requireNonNull(resolved.get(was.id())).doubleValue(), is.end(), () -> "end of " + was.id());
                assertTrue(was.end() >= is.end(), () -> was + " ended before " + is);
            }
        }
    }

    /** Returns the tags without what only argus-glue has, with {@code last} as zabbix-argus-glue keeps them. */
    private static Set<String> tags(ZabbixSource.Incident incident, boolean ours) {
        Set<String> tags = new TreeSet<>(incident.tags());
        if (ours) {
            assertTrue(tags.removeIf(tag -> tag.startsWith("hostgroup=")), () -> "host groups of " + incident);
            // Of several values, zabbix-argus-glue has the last.
            tags.remove("scope=capacity");
            if (tags.contains("trigger=Fault 3 on host1")) {
                tags.remove("host=host2");
            }
        }
        return tags;
    }

    @Test
    void switchingIsOneUrlAndEveryIncidentStays() throws Exception {
        zabbix.allOk();
        int port = freePort();
        try (ZabbixSource source = new ZabbixSource(argus, zabbix)) {
            Path config = source.startOld(port, false);
            zabbix.hook(URI.create("http://127.0.0.1:" + port + "/webhook"), ZabbixSource.SECRET);
            List<String> first = zabbix.triggers().subList(0, 20);
            zabbix.send(with(first, 1), first.size());
            Await.equal(SYNCED, "open incidents of zabbix-argus-glue", zabbix.open(), source::open);
            Map<String, ZabbixSource.Incident> before = source.incidents();

            source.stopOld();
            // Nobody hears of this one.
            zabbix.send(with(first.subList(0, 1), 0), first.size() - 1);
            GlueProcess glue = source.startConverted(plugins, config);
            zabbix.hook(URI.create("http://127.0.0.1:" + port + "/hooks/zabbix"), ZabbixSource.SECRET);
            Await.equal(SYNCED, "open incidents after the switch", zabbix.open(), source::open);
            Map<String, ZabbixSource.Incident> after = source.incidents();
            assertEquals(before.keySet(), after.keySet(), "nothing was opened");
            assertEquals(starts(before), starts(after));
            for (Map.Entry<String, Long> end : zabbix.resolved().entrySet()) {
                ZabbixSource.Incident incident = after.get(end.getKey());
                if (incident != null) {
                    // zabbix-argus-glue takes the time of the webhook for the start, which may be later.
                    assertEquals(Math.max(end.getValue(), incident.start()), incident.end(), end::getKey);
                }
            }

            // The usual interval is 30 s, so webhooks have to work.
            for (String trigger : zabbix.triggers().subList(20, 23)) {
                zabbix.send(List.of(trigger + " 1"), first.size());
                Await.equal(MUCH_LESS_THAN_AN_INTERVAL, "open incidents", zabbix.open(), source::open);
                zabbix.send(List.of(trigger + " 0"), first.size() - 1);
                Await.equal(MUCH_LESS_THAN_AN_INTERVAL, "open incidents", zabbix.open(), source::open);
            }
            assertEquals(List.of(), glue.logMatching(" ERROR | WARN "));
        }
    }

    private static Map<String, Double> starts(Map<String, ZabbixSource.Incident> incidents) {
        return incidents.values().stream()
                .collect(Collectors.toMap(ZabbixSource.Incident::id, ZabbixSource.Incident::start));
    }

    private static List<String> with(List<String> triggers, int value) {
        return triggers.stream().map(trigger -> trigger + " " + value).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
