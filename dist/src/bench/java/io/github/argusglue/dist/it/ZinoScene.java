package io.github.argusglue.dist.it;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** What {@link ZinoGlueBench} measures, one program at a time, on one Argus and one Zino. */
final class ZinoScene implements AutoCloseable {
    static final int PORTS = 40;

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LOOK_CLOSELY = Duration.ofMillis(50);
    private static final String TICKET = "https://tickets.example.org/";

    private final LabArgus argus;
    private final LabZino zino;
    private final ArgusAdmin person;
    private final ZinoPerson operator;
    private final int baseRouters;
    private final int spareRouters;
    private final Duration settle;

    /** Which of the two. */
    enum Program {
        OURS("argus-glue"),
        THEIRS("zino-argus-glue");

        private final String title;

        Program(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * Starts the real systems, with nothing wrong.
     *
     * @param base how many cases {@link #openBase} can open
     * @param spare how many more can be opened one by one
     * @param settle after a first sync: the other program looks at all incidents every 30 s from then on
     */
    ZinoScene(int base, int spare, Duration settle) {
        this.settle = settle;
        this.baseRouters = Math.max(1, (base + PORTS - 1) / PORTS);
        this.spareRouters = Math.max(1, (spare + PORTS - 1) / PORTS);
        this.argus = LabArgus.start();
        this.zino = LabZino.start(baseRouters + spareRouters, PORTS);
        this.person = argus.admin();
        this.operator = zino.person();
    }

    /** Opens this many real cases in Zino. */
    void openBase(int count) {
        zino.fallMany(count);
    }

    /** Mends everything and closes all cases. */
    void mendAll() {
        for (int router = 1; router <= baseRouters + spareRouters; router++) {
            zino.setPorts("gw" + router, 1, PORTS, "up");
        }
        zino.lookAtAll();
        operator.cases().forEach(number -> operator.setState(number, "closed"));
    }

    /** A program at work, with a source of its own in an Argus that was emptied. */
    private final class Run implements AutoCloseable {
        private final ZinoSource source = new ZinoSource(argus, zino);
        private final int requestsBefore;
        private final Instant begin;

        Run(Program program) {
            argus.reset();
            requestsBefore = argus.requests("");
            begin = Instant.now();
            if (program == Program.OURS) {
                source.start();
            } else {
                source.startOld();
            }
        }

        void awaitSynced() {
            Set<Long> wanted = operator.cases();
            await(LOOK, "all cases in Argus", () -> argus.openCount(source.name()) >= wanted.size());
            List<Long> open = source.openCases();
            if (!open.equals(List.copyOf(wanted))) {
                throw new IllegalStateException(open.size() + " open, and not the " + wanted.size() + " that Zino has");
            }
        }

        int requests() {
            return argus.requests("") - requestsBefore;
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /**
     * A first sync.
     *
     * @param seconds from the program's start to the last incident made
     * @param requestsPerCase to Argus
     */
    record FirstSync(double seconds, double requestsPerCase) {}

    FirstSync firstSync(Program program) {
        try (Run run = new Run(program)) {
            run.awaitSynced();
            int requests = run.requests();
            Map<String, Double> made = argus.madeAt(run.source.name());
            double last = made.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            return new FirstSync(last - run.begin.toEpochMilli() / 1000.0, (double) requests / made.size());
        }
    }

    /** Returns how many requests Argus got in this time while nothing happened. */
    int atRest(Program program, Duration span) {
        try (Run run = new Run(program)) {
            run.awaitSynced();
            run.source.awaitRest();
            pause(settle);
            int before = run.requests();
            pause(span);
            return run.requests() - before;
        }
    }

    /**
     * What became of the open incidents when one program followed the other.
     *
     * @param open how many there were
     * @param closed how many of them are open no more
     * @param opened how many were made that were not there
     * @param doubled how many cases have more than one that is open
     */
    record Handover(int open, int closed, int opened, int doubled) {
        boolean isSeamless() {
            return closed == 0 && opened == 0 && doubled == 0;
        }
    }

    /** Their program makes incidents of all cases, ours follows it, then theirs follows ours, and all is quiet. */
    Map<Program, Handover> handovers() {
        argus.reset();
        try (ZinoSource source = new ZinoSource(argus, zino)) {
            source.configure("incident_ids = \"number\"");
            source.startOld();
            Set<Long> wanted = operator.cases();
            await(LOOK, "all cases in Argus", () -> argus.openCount(source.name()) >= wanted.size());
            source.awaitRest();
            List<String> before = source.open();
            source.closeOld();

            source.start().awaitLog("took over " + before.size() + " open incidents?", LIMIT);
            source.awaitRest();
            pause(settle);
            Handover over = handover(source, before);
            source.stop();

            long syncs = source.oldSyncs();
            source.startOld();
            await(LOOK, "zino-argus-glue at work", () -> source.oldSyncs() > syncs);
            // It looks at all incidents every 30 s, which takes it most of that time.
            pause(settle.multipliedBy(2));
            return Map.of(Program.OURS, over, Program.THEIRS, handover(source, before));
        }
    }

    private Handover handover(ZinoSource source, List<String> before) {
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(source.open());
        List<Long> cases = source.openCases();
        int doubled = cases.size() - new TreeSet<>(cases).size();
        return new Handover(before.size(), gone.size(), argus.count(source.name()) - before.size(), doubled);
    }

    /**
     * Opens cases at random moments.
     *
     * @return how long each took to Argus, in seconds, sorted; of those that never came it is the limit
     */
    List<Double> latencies(Program program, int samples, Random random) {
        try (ZinoWatch watch = new ZinoWatch(zino);
                Run run = new Run(program)) {
            run.awaitSynced();
            run.source.awaitRest();
            pause(settle);
            Set<Long> before = operator.cases();
            for (int i = 0; i < samples; i++) {
                zino.fall("gw" + (baseRouters + 1 + i / PORTS), 1 + i % PORTS);
                pause(Duration.ofMillis(500 + random.nextInt(3_000)));
            }
            Set<Long> wanted = new TreeSet<>(operator.cases());
            wanted.removeAll(before);
            if (wanted.size() != samples) {
                throw new IllegalStateException("Zino has opened " + wanted.size() + " cases");
            }
            await(LOOK, "all cases in Argus", () -> madeAt(run.source).keySet().containsAll(wanted));
            Map<Long, Double> made = madeAt(run.source);
            Map<Long, Double> opened = watch.opened();
            return wanted.stream()
                    .map(number -> made.get(number) - opened.get(number))
                    .sorted()
                    .toList();
        } finally {
            mendSpare();
        }
    }

    private Map<Long, Double> madeAt(ZinoSource source) {
        Map<Long, Double> made = new TreeMap<>();
        argus.madeAt(source.name()).forEach((id, at) -> made.put(Long.valueOf(id.split("@", 2)[0]), at));
        return made;
    }

    private void mendSpare() {
        Set<Long> cases = new TreeSet<>();
        for (int router = baseRouters + 1; router <= baseRouters + spareRouters; router++) {
            zino.setPorts("gw" + router, 1, PORTS, "up");
            cases.addAll(operator.cases("router=gw" + router));
        }
        zino.lookAt(baseRouters + 1, baseRouters + spareRouters);
        cases.forEach(number -> operator.setState(number, "closed"));
    }

    /** Does what people do in Argus to some of the open cases; returns how long each took to Zino, by what it was. */
    Map<String, List<Double>> people(Program program, int samples, Random random) {
        Map<String, List<Double>> took = new TreeMap<>();
        try (Run run = new Run(program)) {
            run.awaitSynced();
            run.source.awaitRest();
            pause(settle);
            List<Long> cases = new ArrayList<>(operator.cases());
            cases.removeIf(number -> !operator.state(number).equals("open"));
            for (int i = 0; i < samples; i++) {
                long number = cases.get(i);
                long pk = run.source.pk(number);
                String ticket = TICKET + number;
                time(
                        took,
                        "ack",
                        random,
                        () -> person.acknowledge(pk),
                        () -> operator.state(number).equals("working"));
                time(
                        took,
                        "ticket",
                        random,
                        () -> person.setTicket(pk, ticket),
                        () -> operator.history(number).toString().contains(ticket));
                time(
                        took,
                        "close",
                        random,
                        () -> person.close(pk),
                        () -> operator.state(number).equals("closed"));
            }
        }
        return took;
    }

    private static void time(
            Map<String, List<Double>> took, String what, Random random, Runnable deed, Callable<Boolean> seen) {
        pause(Duration.ofMillis(random.nextInt(5_000)));
        long begin = System.nanoTime();
        deed.run();
        await(LOOK_CLOSELY, what + " in Zino", seen);
        took.computeIfAbsent(what, key -> new ArrayList<>()).add((System.nanoTime() - begin) / 1e9);
    }

    private static void await(Duration pause, String what, Callable<Boolean> look) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!look.call()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not after " + LIMIT.toMinutes() + " min: " + what);
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        }
    }

    private static void pause(Duration span) {
        long end = System.nanoTime() + span.toNanos();
        for (long left = span.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        operator.close();
        zino.close();
        argus.close();
    }
}
