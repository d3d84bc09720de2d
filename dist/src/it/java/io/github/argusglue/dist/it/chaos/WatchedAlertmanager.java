package io.github.argusglue.dist.it.chaos;

import static io.github.argusglue.dist.it.chaos.ProxyFaults.answers;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.fails;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.muchTooSlow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.saysNothing;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.slow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.unreachable;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import io.github.argusglue.dist.it.LabPrometheus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A real Alertmanager, to which alerts are posted as Prometheus does. */
final class WatchedAlertmanager implements WatchedSystem {
    private static final int ALERTS = 45;
    private static final int STEADY = 20;

    /** Of many alerts, this share comes and goes. */
    private static final int MOVING_SHARE = 20;

    private static final String LIST = "GET .*/api/v2/alerts.*";

    private final String name;
    private final boolean isMass;
    private final LabPrometheus prometheus = LabPrometheus.start(1, Map.of("RESEND", "2s"));
    private final FaultProxy way;
    private final PostedAlerts alerts;
    private final Lies lies = new Lies();

    private WatchedAlertmanager(String name, int size, int steady, boolean isMass) throws IOException {
        this.name = name;
        this.isMass = isMass;
        way = FaultProxy.start(prometheus.alertmanager());
        alerts = PostedAlerts.start(prometheus.alertmanager(), size, steady);
    }

    /** Starts one with a few alerts, some of which fire. */
    static WatchedAlertmanager start(Random random) throws IOException {
        WatchedAlertmanager made = new WatchedAlertmanager("am", ALERTS, STEADY, false);
        made.alerts.begin(random);
        made.alerts.post();
        return made;
    }

    /** Starts one with many, nearly all of which fire all the time, and that nobody touches. */
    static WatchedAlertmanager startMass(int size, Random random) throws IOException {
        WatchedAlertmanager made = new WatchedAlertmanager("am-mass", size, size - size / MOVING_SHARE, true);
        made.alerts.begin(random);
        made.alerts.post();
        return made;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String configuration() {
        return """
                type = "alertmanager"
                interval = "%s"
                urls = ["%s"]
                timeout = "%s"
                hold_max = "25s"
                """.formatted(isMass ? "5s" : "1s", way.url(), isMass ? "5s" : "2s");
    }

    @Override
    public Map<String, Burning> truth() {
        return alerts.truth();
    }

    @Override
    public Lies lies() {
        return lies;
    }

    @Override
    public People.Reach people() {
        return isMass ? People.Reach.NOTHING : People.Reach.WITH_REOPENING;
    }

    @Override
    public void step(Random random, People people) {
        int choice = random.nextInt(52);
        if (choice < 40) {
            alerts.flipSome(1, random, people);
        } else if (choice < 46) {
            alerts.flipSome(3 + random.nextInt(6), random, people);
        } else if (choice < 48) {
            alerts.flipSome(alerts.size() - alerts.steady(), random, people);
        } else {
            alerts.reword(random.nextInt(alerts.size()));
            return;
        }
        alerts.post();
    }

    @Override
    public List<FaultKind> faults() {
        if (isMass) {
            return List.of();
        }
        return List.of(
                new FaultKind("ALERTMANAGER_ANSWERS_503", 3, 3_000, answers(way, ".*", 503, "")),
                new FaultKind("ALERTMANAGER_ANSWERS_401", 1, 3_000, answers(way, ".*", 401, "")),
                new FaultKind("ALERTMANAGER_ANSWERS_429", 1, 3_000, answers(way, ".*", 429, "2")),
                new FaultKind("ALERTMANAGER_ANSWERS_ARE_CUT", 3, 3_000, fails(way, ".*", ProxyFault.HALF_ANSWER)),
                new FaultKind("ALERTMANAGER_ANSWERS_ARE_GARBLED", 3, 3_000, fails(way, ".*", ProxyFault.GARBLED)),
                new FaultKind("ALERTMANAGER_ANSWERS_ARE_PAGES", 1, 3_000, fails(way, ".*", ProxyFault.PAGE)),
                new FaultKind("ALERTMANAGER_IS_SLOW", 2, 3_000, slow(way, 0, 1_900)),
                new FaultKind("ALERTMANAGER_IS_MUCH_TOO_SLOW", 1, 3_000, muchTooSlow(way, 0, 20_000)),
                new FaultKind("ALERTMANAGER_IS_UNREACHABLE", 2, 3_000, unreachable(way)),
                new FaultKind("ALERTMANAGER_LIES_ONCE", 6, 1_500, saysNothing(way, lies, 1, LIST, "[]")),
                new FaultKind("ALERTMANAGER_LIES", 2, 12_000, saysNothing(way, lies, Integer.MAX_VALUE, LIST, "[]")),
                new FaultKind("ALERTMANAGER_RESTARTED", 3, 1_000, random -> {
                    prometheus.killAlertmanager();
                    return prometheus::runAlertmanager;
                }),
                new FaultKind("ALERTMANAGER_RESTARTED_EMPTY", 1, 1_000, random -> {
                    prometheus.killAlertmanager();
                    prometheus.emptyAlertmanager();
                    return prometheus::runAlertmanager;
                }),
                new FaultKind("PROMETHEUS_STOPPED", 2, 12_000, random -> {
                    alerts.stop();
                    return alerts::goOn;
                }));
    }

    @Override
    public void mend() throws IOException {
        ProxyFaults.mend(way);
        prometheus.runAlertmanager();
        alerts.goOn();
        alerts.post();
    }

    @Override
    public void close() throws IOException {
        alerts.close();
        way.close();
        prometheus.close();
    }
}
