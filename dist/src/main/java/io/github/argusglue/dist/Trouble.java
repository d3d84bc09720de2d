package io.github.argusglue.dist;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A simulated network in which alerts fire, get worse, are silenced and are resolved, always in the same order. Not
 * thread-safe.
 */
final class Trouble {
    private static final String WHO = "Alertmanager";
    private static final int AT_FIRST = 3;
    private static final int FEW = 3;
    private static final int MANY = 9;

    /** After this many turns an alert has certainly been seen by a source that polls every second. */
    private static final int TURNS_TO_BE_SEEN = 2;

    private final StandInAlertmanager alertmanager;
    private final Narrator narrator;
    private final Random random = new Random(42);
    private final Deque<Problem> waiting = new ArrayDeque<>(Problem.all());
    private final List<Firing> firing = new ArrayList<>();
    private int turn;
    private int fired;
    private int resolved;

    Trouble(StandInAlertmanager alertmanager, Narrator narrator) {
        this.alertmanager = alertmanager;
        this.narrator = narrator;
    }

    private record Problem(String name, String host, String severity, String summary) {
        static List<Problem> all() {
            return List.of(
                    new Problem("LinkDown", "sw-01", "critical", "uplink to core-1 is down"),
                    new Problem("HighTemperature", "rt-bergen", "warning", "intake air at 38 C"),
                    new Problem("BgpSessionDown", "rt-oslo", "critical", "session with AS 64500 is down"),
                    new Problem("DiskFull", "db-2", "warning", "5 % of /var left"),
                    new Problem("HostUnreachable", "sw-17", "critical", "no answer for a minute"),
                    new Problem("CertificateExpires", "www", "info", "certificate ends in 13 days"),
                    new Problem("OpticalPowerLow", "rt-tromso", "warning", "-21 dBm on et-0/0/3"),
                    new Problem("BackupMissing", "db-1", "info", "no backup for two days"),
                    new Problem("PowerSupplyFailed", "sw-04", "warning", "PSU 2 of 2"),
                    new Problem("PacketLoss", "rt-wellington", "critical", "3 % towards rt-auckland"));
        }

        Map<String, String> labels() {
            return Map.of("alertname", name, "host", host, "severity", severity);
        }

        String title() {
            return name + " on " + host;
        }
    }

    private record Firing(Problem problem, String fingerprint, int since, boolean silenced) {}

    /** Makes the first alerts fire. */
    void begin() {
        for (int i = 0; i < AT_FIRST; i++) {
            fire();
        }
    }

    /** Makes the next change. */
    void next() {
        turn++;
        int dice = random.nextInt(10);
        if (firing.size() < FEW || (dice < 5 && firing.size() < MANY && !waiting.isEmpty())) {
            fire();
        } else if (dice == 8) {
            worsen();
        } else if (dice == 9) {
            silence();
        } else {
            resolve();
        }
    }

    /** Stops firing alerts. */
    void end() {
        waiting.clear();
        narrator.tell(WHO, "no more changes; " + firing.size() + " alerts keep firing");
    }

    String summary() {
        return fired + " alerts fired, " + resolved + " resolved, " + firing.size() + " still firing";
    }

    private void fire() {
        Problem problem = waiting.poll();
        if (problem == null) {
            return;
        }
        String fingerprint = alertmanager.fire(problem.labels(), Map.of("summary", problem.summary()));
        firing.add(new Firing(problem, fingerprint, turn, false));
        fired++;
        narrator.tell(WHO, problem.title() + " fires");
    }

    private void worsen() {
        Firing chosen = firing.get(random.nextInt(firing.size()));
        alertmanager.fire(
                chosen.problem().labels(), Map.of("summary", chosen.problem().summary() + ", getting worse"));
        narrator.tell(WHO, chosen.problem().title() + " gets worse");
    }

    private void silence() {
        int index = random.nextInt(firing.size());
        Firing chosen = firing.get(index);
        if (chosen.silenced()) {
            alertmanager.unsilence(chosen.fingerprint());
            narrator.tell(WHO, chosen.problem().title() + " is no longer silenced");
        } else {
            alertmanager.silence(chosen.fingerprint(), "planned-work");
            narrator.tell(WHO, chosen.problem().title() + " is silenced");
        }
        firing.set(index, new Firing(chosen.problem(), chosen.fingerprint(), chosen.since(), !chosen.silenced()));
    }

    private void resolve() {
        Firing oldest = firing.get(0);
        if (turn - oldest.since() < TURNS_TO_BE_SEEN) {
            return;
        }
        firing.remove(0);
        if (oldest.silenced()) {
            alertmanager.unsilence(oldest.fingerprint());
        }
        alertmanager.resolve(oldest.fingerprint());
        waiting.add(oldest.problem());
        resolved++;
        narrator.tell(WHO, oldest.problem().title() + " has ended");
    }
}
