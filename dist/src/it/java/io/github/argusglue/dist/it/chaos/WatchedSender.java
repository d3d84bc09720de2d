package io.github.argusglue.dist.it.chaos;

import static io.github.argusglue.dist.it.chaos.ProxyFaults.fails;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.slow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.unreachable;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A program that posts its alerts to a source of type {@code generic}. */
final class WatchedSender implements WatchedSystem {
    private static final int ALERTS = 40;
    private static final int STEADY = 15;
    private static final int MOVING_SHARE = 20;

    private final String name;
    private final boolean isMass;
    private final FaultProxy way;
    private final SentAlerts alerts;

    private WatchedSender(String name, URI glue, int size, int steady, boolean isMass) throws IOException {
        this.name = name;
        this.isMass = isMass;
        way = FaultProxy.start(glue);
        alerts = new SentAlerts(way.url().resolve("/hooks/" + name), name, size, steady);
    }

    /** Starts one with a few alerts, some of which are open. */
    static WatchedSender start(URI glue, Random random) throws IOException {
        WatchedSender made = new WatchedSender("sender", glue, ALERTS, STEADY, false);
        made.alerts.begin(random);
        return made;
    }

    /** Starts one with many, nearly all of which are open all the time, and that nobody touches. */
    static WatchedSender startMass(URI glue, int size, Random random) throws IOException {
        WatchedSender made = new WatchedSender("sender-mass", glue, size, size - size / MOVING_SHARE, true);
        made.alerts.begin(random);
        return made;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String configuration() {
        return """
                type = "generic"
                interval = "2s"
                hook_token = "%s"
                """.formatted(SentAlerts.TOKEN);
    }

    @Override
    public Map<String, Burning> truth() {
        return alerts.truth();
    }

    @Override
    public People.Reach people() {
        return isMass ? People.Reach.NOTHING : People.Reach.WITHOUT_REOPENING;
    }

    @Override
    public void step(Random random, People people) {
        int choice = random.nextInt(20);
        if (choice == 0) {
            alerts.tellAll();
        } else {
            alerts.flipSome(choice == 1 ? 8 : 1, random, people);
        }
    }

    @Override
    public List<FaultKind> faults() {
        if (isMass) {
            return List.of();
        }
        return List.of(
                new FaultKind("SENDER_NEVER_ARRIVES", 2, 3_000, fails(way, ".*", ProxyFault.CUT_BEFORE)),
                new FaultKind("SENDER_GETS_NO_ANSWER", 3, 3_000, fails(way, ".*", ProxyFault.DROP_ANSWER)),
                new FaultKind("SENDER_GETS_GARBLED_ANSWERS", 1, 3_000, fails(way, ".*", ProxyFault.GARBLED)),
                new FaultKind("SENDER_IS_SLOW", 1, 3_000, slow(way, 1_000, 1_000)),
                new FaultKind("SENDER_IS_CUT_OFF", 2, 3_000, unreachable(way)));
    }

    @Override
    public void mend() throws IOException {
        ProxyFaults.mend(way);
    }

    @Override
    public void tellAll() {
        alerts.tellAll();
    }

    @Override
    public void close() throws IOException {
        alerts.close();
        way.close();
    }
}
