package io.github.argusglue.dist.it.chaos;

import static io.github.argusglue.dist.it.chaos.ProxyFaults.answers;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.fails;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.saysNothing;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.slow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.unreachable;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import io.github.argusglue.dist.it.SimulatedCentral;
import io.github.argusglue.dist.it.SimulatedCloud;
import io.github.argusglue.dist.it.SimulatedMist;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** A simulated wireless cloud whose access points go down and up. */
final class WatchedCloud implements WatchedSystem, NumberedAlerts {
    private static final int ACCESS_POINTS = 24;
    private static final int STEADY = 8;

    private final String name;
    private final SimulatedCloud cloud;
    private final IntFunction<String> keys;
    private final String emptyList;
    private final String nothing;
    private final FaultProxy way;
    private final Lies lies = new Lies();
    private final List<Burning> accessPoints = new ArrayList<>();

    /**
     * Starts with all of them up.
     *
     * @param keys key of the incidents of an access point, which are numbered from 1
     * @param emptyList requests that have no access points as an answer when the cloud lies; empty if it never does
     * @param nothing that answer
     */
    private WatchedCloud(String name, SimulatedCloud cloud, IntFunction<String> keys, String emptyList, String nothing)
            throws IOException {
        this.name = name;
        this.cloud = cloud;
        this.keys = keys;
        this.emptyList = emptyList;
        this.nothing = nothing;
        way = FaultProxy.start(cloud.url());
        for (int number = 0; number < ACCESS_POINTS; number++) {
            accessPoints.add(new Burning());
        }
    }

    static WatchedCloud mist(Random random) throws IOException {
        WatchedCloud made = new WatchedCloud(
                "mist",
                new SimulatedMist(ACCESS_POINTS),
                number -> String.format(Locale.ROOT, "device:5c5b35%06x", number),
                "GET .*/inventory.*",
                "[]");
        made.begin(random);
        return made;
    }

    static WatchedCloud central(Random random) throws IOException {
        SimulatedCloud central = new SimulatedCentral(ACCESS_POINTS);
        WatchedCloud made = new WatchedCloud("central", central, number -> "ap:CN" + (100_000 + number), "", "");
        made.begin(random);
        return made;
    }

    @Override
    public String name() {
        return name;
    }

    /** Clouds limit how many requests they answer in an hour, so they are not read each second. */
    @Override
    public String configuration() {
        return "interval = \"3s\"\ntimeout = \"2s\"\n" + cloud.configuration(way.url());
    }

    @Override
    public synchronized Map<String, Burning> truth() {
        Map<String, Burning> truth = new TreeMap<>();
        for (int number = 0; number < accessPoints.size(); number++) {
            truth.put(key(number), accessPoints.get(number));
        }
        return truth;
    }

    @Override
    public Lies lies() {
        return lies;
    }

    @Override
    public People.Reach people() {
        return People.Reach.WITHOUT_REOPENING;
    }

    @Override
    public int size() {
        return ACCESS_POINTS;
    }

    @Override
    public int steady() {
        return STEADY;
    }

    @Override
    public String key(int number) {
        return keys.apply(number + 1);
    }

    @Override
    public boolean fires(int number) {
        return accessPoints.get(number).isNow();
    }

    @Override
    public synchronized void flip(int number) {
        Burning burning = accessPoints.get(number);
        Instant now = Instant.now();
        if (burning.isNow()) {
            burning.end(now);
            cloud.up(number + 1, number + 1);
        } else {
            burning.begin(now);
            cloud.down(number + 1, number + 1);
            burning.certain(Instant.now());
        }
    }

    @Override
    public void step(Random random, People people) {
        flipSome(random.nextInt(10) == 0 ? 8 : 1, random, people);
    }

    @Override
    public List<FaultKind> faults() {
        String of = name.toUpperCase(Locale.ROOT);
        List<FaultKind> faults = new ArrayList<>(List.of(
                new FaultKind(of + "_ANSWERS_503", 1, 4_000, answers(way, ".*", 503, "")),
                new FaultKind(of + "_ANSWERS_401", 1, 4_000, answers(way, ".*", 401, "")),
                new FaultKind(of + "_ANSWERS_429", 1, 4_000, answers(way, ".*", 429, "2")),
                new FaultKind(of + "_ANSWERS_ARE_GARBLED", 1, 4_000, fails(way, ".*", ProxyFault.GARBLED)),
                new FaultKind(of + "_ANSWERS_ARE_CUT", 1, 4_000, fails(way, ".*", ProxyFault.HALF_ANSWER)),
                new FaultKind(of + "_IS_SLOW", 1, 4_000, slow(way, 0, 3_000)),
                new FaultKind(of + "_IS_UNREACHABLE", 1, 4_000, unreachable(way))));
        if (!emptyList.isEmpty()) {
            faults.add(new FaultKind(of + "_LIES_ONCE", 2, 4_000, saysNothing(way, lies, 1, emptyList, nothing)));
        }
        return faults;
    }

    @Override
    public void mend() throws IOException {
        ProxyFaults.mend(way);
    }

    @Override
    public void close() throws IOException {
        way.close();
        cloud.close();
    }
}
