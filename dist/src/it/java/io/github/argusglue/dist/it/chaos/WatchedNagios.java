package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.LabNagios;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Nagios, read through its files. A result counts once its status file says so. */
final class WatchedNagios implements WatchedSystem, NumberedAlerts {
    private static final int HOSTS = 3;
    private static final int SERVICES = 24;
    private static final int STEADY = 8;
    private static final int OK = 0;
    private static final int CRITICAL = 2;

    private static final Pattern FAILED =
            Pattern.compile("servicestatus \\{[^}]*service_description=Service ([0-9]+)\\s[^}]*\\scurrent_state=2\\s");

    private final LabNagios nagios = LabNagios.start(HOSTS, SERVICES);
    private final List<Burning> services = new ArrayList<>();

    /** While it does not run, nobody reads its command pipe. */
    private boolean stopped;

    private boolean frozen;

    WatchedNagios(Random random) {
        for (int number = 0; number < SERVICES; number++) {
            services.add(new Burning());
        }
        begin(random);
    }

    @Override
    public String name() {
        return "nagios";
    }

    @Override
    public String configuration() {
        return nagios.configuration() + "\ninterval = \"1s\"\n";
    }

    @Override
    public synchronized Map<String, Burning> truth() {
        Map<String, Burning> truth = new TreeMap<>();
        for (int number = 0; number < SERVICES; number++) {
            truth.put(key(number), services.get(number));
        }
        return truth;
    }

    @Override
    public People.Reach people() {
        return People.Reach.WITHOUT_REOPENING;
    }

    @Override
    public int size() {
        return SERVICES;
    }

    @Override
    public int steady() {
        return STEADY;
    }

    @Override
    public String key(int number) {
        return nagios.key(number + 1);
    }

    @Override
    public boolean fires(int number) {
        return services.get(number).isNow();
    }

    @Override
    public synchronized void flip(int number) {
        if (stopped || frozen) {
            return;
        }
        Burning burning = services.get(number);
        Instant now = Instant.now();
        if (burning.isNow()) {
            nagios.report(number + 1, OK, "fine");
            burning.end(now);
        } else {
            nagios.report(number + 1, CRITICAL, "it fails");
            burning.begin(now);
        }
    }

    @Override
    public void step(Random random, People people) {
        look();
        flipSome(random.nextInt(10) == 0 ? 8 : 1, random, people);
    }

    @Override
    public synchronized void look() {
        try {
            Set<Integer> failed = new HashSet<>();
            Matcher matcher = FAILED.matcher(nagios.status());
            while (matcher.find()) {
                failed.add(Integer.parseInt(matcher.group(1)) - 1);
            }
            Instant now = Instant.now();
            failed.stream().map(services::get).filter(Burning::isNow).forEach(burning -> burning.certain(now));
        } catch (UncheckedIOException e) {
            // It is not running.
        }
    }

    @Override
    public List<FaultKind> faults() {
        return List.of(
                new FaultKind("NAGIOS_STOPPED", 2, 3_000, random -> {
                    stop();
                    return this::goOn;
                }),
                new FaultKind("NAGIOS_FROZEN", 2, 4_000, random -> {
                    freeze(true);
                    return () -> freeze(false);
                }));
    }

    private synchronized void stop() throws IOException {
        freeze(false);
        stopped = true;
        nagios.end();
    }

    private synchronized void goOn() {
        if (stopped) {
            nagios.run();
            stopped = false;
        }
    }

    private synchronized void freeze(boolean wanted) throws IOException {
        if (stopped || frozen == wanted) {
            return;
        }
        Process kill = new ProcessBuilder("kill", wanted ? "-STOP" : "-CONT", Long.toString(nagios.pid())).start();
        try {
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        frozen = wanted;
    }

    @Override
    public void mend() throws IOException {
        freeze(false);
        goOn();
        look();
    }

    @Override
    public void close() throws IOException {
        freeze(false);
        nagios.close();
    }
}
