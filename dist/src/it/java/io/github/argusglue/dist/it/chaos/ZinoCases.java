package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.LabZino;
import io.github.argusglue.dist.it.ZinoPerson;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Cases of a Zino: ports of routers go down and up, an operator closes cases. The current cases are read from Zino
 * itself.
 */
final class ZinoCases implements AutoCloseable {
    private static final int ROUTERS = 2;
    private static final int PORTS = 20;
    private static final int MOST = 30;
    private static final long LOOK_MILLIS = 500;

    private final LabZino zino;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Burning> cases = new TreeMap<>();
    private final List<String> up = new ArrayList<>();
    private Instant lookedAt = Instant.now();

    private ZinoCases(LabZino zino) {
        this.zino = zino;
        for (int router = 1; router <= ROUTERS; router++) {
            for (int port = 1; port <= PORTS; port++) {
                up.add("gw" + router + " " + port);
            }
        }
    }

    static ZinoCases start() {
        ZinoCases made = new ZinoCases(LabZino.start(ROUTERS, PORTS));
        Future<?> unused = made.looker.scheduleWithFixedDelay(made::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return made;
    }

    LabZino zino() {
        return zino;
    }

    /** Returns when each case was open, by its number. */
    synchronized Map<String, Burning> truth() {
        return new TreeMap<>(cases);
    }

    /** Takes a port down, or makes an operator close a case whose port is up again. */
    void step(Random random) {
        try {
            List<String> open = open();
            if (open.size() < MOST && random.nextInt(3) > 0 && !up.isEmpty()) {
                String[] port = up.remove(random.nextInt(up.size())).split(" ", -1);
                zino.fall(port[0], Integer.parseInt(port[1]));
            } else if (!open.isEmpty()) {
                close(open.get(random.nextInt(open.size())));
            }
        } catch (AssertionError | UncheckedIOException e) {
            // Zino does not answer; try again later.
        }
    }

    /** The port comes up first: if a case is closed too early, another one follows. */
    private void close(String number) {
        try (ZinoPerson operator = zino.person()) {
            Map<String, String> attributes = operator.attributes(Long.parseLong(number));
            String router = attributes.getOrDefault("router", "");
            String port = attributes.getOrDefault("ifindex", "");
            if (!port.isEmpty()) {
                zino.rise(router, Integer.parseInt(port));
                up.add(router + " " + port);
            }
            operator.setState(Long.parseLong(number), "closed");
        }
    }

    private synchronized List<String> open() {
        return cases.entrySet().stream()
                .filter(entry -> entry.getValue().isNow())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Reads the current cases from Zino, unless it does not answer. */
    void look() {
        Instant before = Instant.now();
        try {
            Set<String> open = zino.cases().stream().map(String::valueOf).collect(Collectors.toSet());
            open.removeAll(heldOf(open));
            note(open, before);
        } catch (AssertionError | UncheckedIOException e) {
            // Suspended, or busy.
        }
    }

    /**
     * Returns the cases that are no alerts: if the news that a port is up arrives after somebody closed its case, Zino
     * opens another case, which argus-glue holds as long as nothing was down since.
     */
    private Set<String> heldOf(Set<String> open) {
        Set<String> fresh = new HashSet<>(open);
        synchronized (this) {
            cases.forEach((number, burning) -> {
                if (burning.isNow()) {
                    fresh.remove(number);
                }
            });
        }
        if (!fresh.isEmpty()) {
            try (ZinoPerson operator = zino.person()) {
                fresh.removeIf(number -> hasBeenDown(operator.attributes(Long.parseLong(number))));
            }
        }
        return fresh;
    }

    private static boolean hasBeenDown(Map<String, String> attributes) {
        return !attributes.getOrDefault("portstate", "").equals("up")
                || !attributes.getOrDefault("ac-down", "0").equals("0");
    }

    private synchronized void note(Set<String> seen, Instant before) {
        for (String number : seen) {
            Burning burning = cases.computeIfAbsent(number, key -> new Burning());
            if (!burning.isNow()) {
                burning.begin(lookedAt);
                burning.certain(Instant.now());
            }
        }
        cases.forEach((number, burning) -> {
            if (burning.isNow() && !seen.contains(number)) {
                burning.end(lookedAt);
            }
        });
        lookedAt = before;
    }

    @Override
    public void close() {
        looker.shutdownNow();
        zino.close();
    }
}
