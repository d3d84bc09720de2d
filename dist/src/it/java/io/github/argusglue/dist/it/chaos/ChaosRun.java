package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.chaos.FaultSchedule.Planned;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** One run: faults from a seed, with a quiet phase after every few, in which everything has to be correct. */
final class ChaosRun {
    private static final int FAULTS_TO_A_CALM = 5;
    private static final int MOST_VIOLATIONS = 40;

    /** The executor backs off up to 30 s after failures, and a restarted Alertmanager is only trusted after a lease. */
    private static final Duration LONGEST_CALM = Duration.ofSeconds(75);

    /** With 10,000 open, Argus needs half a minute for a listing, and a fault may make a second one necessary. */
    private static final Duration LONGEST_CALM_OF_MANY = Duration.ofMinutes(3);

    /** How long nothing is written once everything is done. */
    private static final Duration REST = Duration.ofMillis(2_500);

    private static final Duration FIRST_SYNC = Duration.ofMinutes(15);

    private static final Duration LOOK = Duration.ofMillis(300);

    private final ChaosSettings settings;
    private final PrintStream out;
    private final Findings findings;
    private final List<Running> running = new ArrayList<>();
    private final List<Planned> begun = new ArrayList<>();
    private final Map<String, Integer> calmsByResult = new TreeMap<>();
    private Duration calms = Duration.ZERO;
    private Duration longestCalm = Duration.ZERO;

    /** An active fault. */
    private record Running(Planned planned, Instant until, FaultKind.Ending ending) {}

    ChaosRun(ChaosSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.findings = new Findings(settings.seed());
    }

    /**
     * Runs with settings such as {@code minutes=120}, which stand for system properties such as {@code chaos.minutes}.
     */
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] both = argument.split("=", 2);
            if (both.length == 2) {
                System.setProperty("chaos." + both[0], both[1]);
            }
        }
        ChaosSettings settings = ChaosSettings.ofSystemProperties(System.nanoTime() % 1_000_000, 1_000);
        System.exit(new ChaosRun(settings, System.out).run().isEmpty() ? 0 : 1);
    }

    /** Returns the violations with all details; the folder is kept. */
    List<String> run() throws Exception {
        long seed = settings.seed();
        Instant start = Instant.now();
        say("seed " + seed + ", at least " + settings.faults() + " faults and " + settings.minutes() + " minutes");
        try (ChaosLab lab = ChaosLab.start(settings.open(), new Random(seed + 1));
                Activity activity = new Activity(lab, new Random(seed + 2))) {
            say("folder " + lab.folder());
            FaultSchedule schedule = new FaultSchedule(seed, settings.choose(lab.faults()));
            firstSync(lab);
            calm(lab, activity, start);
            Instant running = Instant.now();
            MemoryWatch memory = new MemoryWatch(out, running);
            Instant checked = running;
            boolean watchesMemory = settings.minutes() > 0;
            while (isWanted(running) && findings.texts().size() < MOST_VIOLATIONS) {
                for (int i = 0; i < FAULTS_TO_A_CALM && (i == 0 || isWanted(running)); i++) {
                    begin(lab, schedule.next());
                }
                waitUntil(lab, lastEnd());
                Instant next = Instant.now();
                calm(lab, activity, checked);
                checked = next.minusSeconds(1);
                if (watchesMemory) {
                    memory.look(lab.glue().pid(), lab.open());
                }
            }
            summarise(start, lab);
            if (watchesMemory && !memory.verdict()) {
                findings.addNote("the memory has grown");
            }
        }
        return findings.texts();
    }

    private boolean isWanted(Instant since) {
        return begun.size() < settings.faults()
                || Instant.now().isBefore(since.plus(Duration.ofMinutes(settings.minutes())));
    }

    /** Many alerts take a while before anything can be compared. */
    private void firstSync(ChaosLab lab) {
        Instant limit = Instant.now().plus(FIRST_SYNC);
        while (settings.open() > 0
                && Instant.now().isBefore(limit)
                && !lab.differences().isEmpty()) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private void summarise(Instant start, ChaosLab lab) {
        Map<String, Long> kinds = begun.stream()
                .collect(Collectors.groupingBy(fault -> fault.kind().name(), TreeMap::new, Collectors.counting()));
        say("faults by kind: " + kinds);
        say("calms by result: " + calmsByResult);
        int found = findings.texts().size();
        say(String.format(
                Locale.ROOT,
                "seed %d: %d faults, %d differences: %s; %d s; calms %d s, the longest %d s; people acted %d times",
                settings.seed(),
                begun.size(),
                found,
                found == 0 ? "PASS" : "FAIL",
                Duration.between(start, Instant.now()).toSeconds(),
                calms.toSeconds(),
                longestCalm.toSeconds(),
                lab.people().done()));
    }

    private Instant lastEnd() {
        return running.stream()
                .map(Running::until)
                .max(Comparator.naturalOrder())
                .orElse(Instant.now());
    }

    private void begin(ChaosLab lab, Planned planned) {
        begun.add(planned);
        say(planned.toString());
        Instant now = Instant.now();
        try {
            FaultKind.Ending ending = planned.kind().beginning().begin(new Random(planned.seed()));
            running.add(new Running(planned, now.plusMillis(planned.lastsMillis()), ending));
        } catch (Exception | AssertionError e) {
            // A second fault may fail: a database that is down cannot be dumped.
            say(planned.kind() + " could not begin: " + e);
        }
        waitUntil(lab, now.plusMillis(planned.gapMillis()));
    }

    /** Ends the faults that are due by then. */
    private void waitUntil(ChaosLab lab, Instant moment) {
        while (true) {
            Instant now = Instant.now();
            for (Running one : running.stream()
                    .filter(candidate -> !candidate.until.isAfter(now))
                    .toList()) {
                running.remove(one);
                end(one);
            }
            notDead(lab);
            if (!Instant.now().isBefore(moment)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void end(Running one) {
        try {
            one.ending.end();
        } catch (Exception | AssertionError e) {
            say(one.planned.kind() + " could not end: " + e);
        }
    }

    private void notDead(ChaosLab lab) {
        if (lab.glue().hasDied()) {
            lab.glue().start();
            report(lab, new Violation("", Instant.now(), "argus-glue has ended by itself"));
        }
    }

    /** Waits until everything is correct and nothing is written any more; reports what is not after a while. */
    private void calm(ChaosLab lab, Activity activity, Instant since) throws Exception {
        Instant begin = Instant.now();
        activity.pause();
        lab.mend();
        List<Violation> differences = differences(lab);
        Instant restSince = Instant.now();
        SeenSnapshots seen = new SeenSnapshots();
        List<String> sources = lab.sourcesOfPeople();
        long lines = -1;
        Instant limit = begin.plus(settings.open() > 0 ? LONGEST_CALM_OF_MANY : LONGEST_CALM);
        while (Instant.now().isBefore(limit)) {
            long now = lab.lines();
            if (!differences.isEmpty() || now != lines) {
                restSince = Instant.now();
                lines = now;
                seen.clear();
            } else {
                seen.add(lab.snapshots(), restSince);
                if (seen.spanAll(sources, REST) && Instant.now().isAfter(restSince.plus(REST))) {
                    break;
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
            notDead(lab);
            differences = differences(lab);
        }
        differences.forEach(violation -> report(lab, violation));
        lab.needless(since).forEach(violation -> report(lab, violation));
        Duration took = Duration.between(begin, Instant.now());
        calms = calms.plus(took);
        longestCalm = took.compareTo(longestCalm) > 0 ? took : longestCalm;
        say("calm after " + took.toMillis() + " ms");
        calmsByResult.merge(differences.isEmpty() ? "correct" : "not correct", 1, Integer::sum);
        if (differences.isEmpty() && seen.spanAll(sources, REST)) {
            lab.calm(new Calm(restSince, Instant.now()));
        }
        activity.goOn();
    }

    /** Known violations are not waited for again. */
    private List<Violation> differences(ChaosLab lab) {
        return lab.differences().stream()
                .filter(violation -> !findings.isKnown(violation))
                .toList();
    }

    private void report(ChaosLab lab, Violation violation) {
        String text = findings.add(violation, lab, begun);
        if (!text.isEmpty()) {
            say(text);
        }
    }

    private void say(String text) {
        out.println(Instant.now() + " " + text);
        out.flush();
    }
}
