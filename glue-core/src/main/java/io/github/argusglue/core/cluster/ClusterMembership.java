package io.github.argusglue.core.cluster;

import io.github.argusglue.core.adapter.StoredEntries;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.OnEngineLoss;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This process as a member of a cluster: keeps its session, claims the sources that it should own, and hands over the
 * others. One thread does everything that asks the engine.
 *
 * <p><b>Never two writers.</b> The engine guarantees that a session lasts a time to live from the moment at which its
 * last renewal was called. Writes are permitted for four fifths of that time ({@link SessionPermit}), and a write that
 * is under way is given up at its end. So this process has stopped before another one can claim its sources, even if it
 * was frozen and does not know yet how much time has passed.
 */
public final class ClusterMembership implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ClusterConfig config;
    private final String member;
    private final String version;
    private final ClusterEngine engine;
    private final ClassLoader engineLoader;
    private final SharedSources sources;
    private final ClusterFile file;
    private final InstantSource clock;
    private final Duration ttl;
    private final SessionPermit permit = new SessionPermit();
    private final ClusterLog log;
    private final FreeSince freeSince = new FreeSince();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private boolean hinted;
    private boolean leaving;
    private boolean closed;
    private boolean ended;

    private final Set<String> handingOver = new HashSet<>();
    private volatile @Nullable String session;
    private @Nullable Instant sessionSince;
    private String toldInfo = "";
    private long renewAt = System.nanoTime();
    private boolean earlierEnded;
    private boolean resumed;
    private volatile ClusterStatus status;

    /**
     * Creates a member; asks nothing yet.
     *
     * @param version version of this program
     * @param engineLoader class loader of the engine's plugin
     * @param stateDir folder for the stored session
     */
    public ClusterMembership(
            ClusterConfig config,
            String version,
            ClusterEngine engine,
            ClassLoader engineLoader,
            SharedSources sources,
            Path stateDir,
            InstantSource clock) {
        this.config = config;
        this.member = config.member();
        this.version = version;
        this.engine = engine;
        this.engineLoader = engineLoader;
        this.sources = sources;
        this.file = new ClusterFile(stateDir);
        this.clock = clock;
        this.ttl = config.ttl();
        this.log = new ClusterLog(clock);
        this.status = new ClusterStatus(
                config.engine(),
                member,
                null,
                config.onEngineLoss(),
                "the engine has not answered yet",
                Map.of(),
                Map.of(),
                Set.of(),
                List.of(),
                List.of());
    }

    /** Returns the longest time that a call of the engine may take: four of them fit before writing has to stop. */
    public static Duration timeout(ClusterConfig config) {
        return config.ttl().dividedBy(5);
    }

    /** Starts to take part. */
    public void start() {
        Thread thread = new Thread(this::run, "cluster");
        thread.setDaemon(true);
        thread.setContextClassLoader(engineLoader);
        thread.start();
    }

    /** Asks the engine now, because something may have changed. Any thread. */
    public void hint() {
        locked(() -> hinted = true);
    }

    /** Returns whether this process owns a source. Any thread. */
    public boolean owns(String source) {
        return permit.owned().contains(source);
    }

    /** Returns the permit to write for a source. Any thread. */
    public WritePermit permit(String source) {
        return permit.of(source);
    }

    /** Returns what adapters store for a source. Any thread. */
    public StoredEntries entries(String source) {
        return new SharedEntries(engine, engineLoader, source, () -> session);
    }

    /** Returns the status. Any thread. */
    public ClusterStatus status() {
        return status;
    }

    /** Hands all sources over to the others and ends the session; returns when that is done or the time is over. */
    public void leave(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        lock.lock();
        try {
            leaving = true;
            hinted = true;
            wakeUp.signalAll();
            long left = grace.toNanos();
            while (!ended && left > 0) {
                wakeUp.awaitNanos(left);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and the engine's connections. The session stays as it is. */
    @Override
    public void close() {
        locked(() -> closed = true);
        engine.close();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            wakeUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!isOver()) {
                try {
                    step();
                } catch (ClusterException e) {
                    onFailure(e.kind(), String.valueOf(e.getMessage()));
                } catch (RuntimeException | LinkageError e) {
                    onFailure(
                            ClusterException.Kind.UNREACHABLE,
                            "internal error in the engine '" + config.engine() + "': " + e);
                }
                stopInTime();
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return closed || ended;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLeaving() {
        lock.lock();
        try {
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        Duration tenth = ttl.dividedBy(10);
        boolean busy = !handingOver.isEmpty();
        long left = (busy ? SHORTEST_PAUSE : tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE).toNanos();
        // Many hints are one.
        TimeUnit.NANOSECONDS.sleep(Math.min(left, SHORTEST_PAUSE.toNanos()));
        lock.lock();
        try {
            while (left > 0 && !hinted && !closed) {
                left = wakeUp.awaitNanos(left);
            }
            hinted = false;
        } finally {
            lock.unlock();
        }
    }

    private void step() throws ClusterException, InterruptedException {
        if (session == null) {
            open();
        }
        renew();
        ClusterView view = engine.view();
        ClusterView.Member own = view.members().get(member);
        if (own == null || !own.session().equals(session)) {
            throw new ClusterException(ClusterException.Kind.SESSION_ENDED, "the session of this process is gone");
        }
        describe();
        log.answered();
        act(view);
        if (isLeaving() && permit.owned().isEmpty() && handingOver.isEmpty()) {
            end();
        }
    }

    private void open() throws ClusterException, InterruptedException {
        if (!earlierEnded) {
            ClusterFile.SessionJson earlier = file.read().orElse(null);
            if (earlier != null) {
                // Its process has ended: otherwise we could not have locked the state folder.
                engine.end(earlier.session());
            }
            earlierEnded = true;
        }
        permit.withdraw();
        String info = info().json();
        long begin = System.nanoTime();
        String opened = engine.open(member, info, ttl);
        session = opened;
        sessionSince = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        toldInfo = info;
        renewed(begin);
        file.write(opened, List.of());
        log.joined(config.engine(), member);
    }

    private void renew() throws ClusterException, InterruptedException {
        if (System.nanoTime() - renewAt >= 0) {
            long begin = System.nanoTime();
            engine.renew(requireSession());
            renewed(begin);
        }
    }

    private void renewed(long begin) {
        permit.extend(begin, ttl.multipliedBy(4).dividedBy(5));
        renewAt = begin + ttl.dividedBy(5).toNanos();
    }

    private void describe() throws ClusterException, InterruptedException {
        String info = info().json();
        if (!info.equals(toldInfo)) {
            engine.describe(requireSession(), info);
            toldInfo = info;
        }
    }

    private MemberInfo info() {
        return new MemberInfo(
                version,
                fingerprint(),
                isLeaving(),
                sources.cutOff().stream().sorted().limit(50).toList());
    }

    private String fingerprint() {
        return Integer.toHexString(new TreeSet<>(sources.all().stream()
                        .map(source -> source.name() + source.pin())
                        .toList())
                .hashCode());
    }

    private String requireSession() throws ClusterException {
        String current = session;
        if (current == null) {
            throw new ClusterException(ClusterException.Kind.SESSION_ENDED, "this process has no session");
        }
        return current;
    }

    private void act(ClusterView view) throws ClusterException, InterruptedException {
        Map<String, MemberInfo> members = new TreeMap<>();
        view.members().forEach((name, found) -> members.put(name, MemberInfo.parse(found.info())));
        List<OwnableSource> all = sources.all();
        Set<String> names = all.stream().map(OwnableSource::name).collect(Collectors.toSet());
        OwnershipPlan plan = OwnershipPlan.of(all, member, members, view.owners());
        Set<String> owned = new HashSet<>(permit.owned());
        owned.removeIf(source -> !member.equals(view.owners().get(source)));
        Set<String> before = permit.owned();
        if (!owned.equals(before)) {
            own(owned);
        }
        freeSince.update(names, view.owners().keySet());
        for (OwnableSource source : all) {
            String name = source.name();
            boolean ours = member.equals(view.owners().get(name));
            boolean wanted =
                    plan.should().contains(name) || (plan.may().contains(name) && freeSince.isLongerThan(name, ttl));
            if (ours && !wanted) {
                owned.remove(name);
                handingOver.add(name);
            } else if (ours && !handingOver.contains(name)) {
                owned.add(name);
            } else if (!view.owners().containsKey(name) && wanted && engine.claim(requireSession(), name)) {
                owned.add(name);
            }
        }
        // Removed from the configuration.
        view.owners().forEach((name, owner) -> {
            if (owner.equals(member) && !names.contains(name)) {
                owned.remove(name);
                handingOver.add(name);
            }
        });
        own(owned);
        handOver(names);
        show(members, view.owners());
    }

    /** Applies a change of what this process owns. */
    private void own(Set<String> owned) {
        Set<String> before = permit.owned();
        if (owned.equals(before)) {
            return;
        }
        permit.own(owned);
        log.owned(before, owned);
        sources.ownershipChanged();
        if (session != null) {
            file.write(session, owned.stream().sorted().toList());
        }
    }

    /** Frees sources of which nothing is under way any more. */
    private void handOver(Set<String> known) throws ClusterException, InterruptedException {
        for (String source : List.copyOf(handingOver)) {
            if (!known.contains(source) || sources.isIdle(source)) {
                engine.release(requireSession(), source);
                handingOver.remove(source);
            }
        }
    }

    private void end() throws ClusterException, InterruptedException {
        engine.end(requireSession());
        session = null;
        file.write("", List.of());
        log.left(config.engine());
        locked(() -> ended = true);
    }

    private void onFailure(ClusterException.Kind kind, String message) {
        log.failed(kind, message);
        if (isLeaving() && kind != ClusterException.Kind.NOT_OWNER) {
            // The others take over when the session has run out.
            loseSession();
            locked(() -> ended = true);
            return;
        }
        switch (kind) {
            case SESSION_ENDED -> loseSession();
            case UNREACHABLE, UNAUTHORIZED -> onEngineLoss(message);
            default -> {
                // The next step asks again.
            }
        }
        showTrouble(message);
    }

    private void loseSession() {
        session = null;
        sessionSince = null;
        handingOver.clear();
        permit.withdraw();
        sources.ownershipChanged();
    }

    private void onEngineLoss(String message) {
        if (config.onEngineLoss() == OnEngineLoss.STOP) {
            return;
        }
        if (session == null && !earlierEnded && !resumed && !isLeaving()) {
            resumed = true;
            file.read().ifPresent(earlier -> {
                Set<String> names =
                        sources.all().stream().map(OwnableSource::name).collect(Collectors.toSet());
                names.retainAll(earlier.sources());
                permit.extend(System.nanoTime(), ttl);
                own(names);
                log.resumed(names, message);
            });
        }
        // The engine was asked and did not answer. Nothing was written between the end of the permit and this.
        permit.extend(System.nanoTime(), ttl);
    }

    /** Without an engine nothing says that the session was renewed, so it may end soon. */
    private void stopInTime() {
        if (permit.nanosLeft() <= 0 && !permit.owned().isEmpty()) {
            log.stopped(permit.owned());
            handingOver.clear();
            permit.withdraw();
            sources.ownershipChanged();
            showTrouble(status.trouble());
        }
    }

    private void show(Map<String, MemberInfo> members, Map<String, String> owners) {
        String own = fingerprint();
        List<String> other = members.entrySet().stream()
                .filter(entry -> !entry.getValue().configuration().equals(own))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, String> now = new HashMap<>(owners);
        permit.owned().forEach(source -> now.put(source, member));
        status = new ClusterStatus(
                config.engine(),
                member,
                sessionSince,
                config.onEngineLoss(),
                null,
                Map.copyOf(members),
                Map.copyOf(now),
                permit.owned(),
                freeSince.longerThan(ttl),
                other);
        log.otherConfiguration(other);
    }

    private void showTrouble(@Nullable String trouble) {
        ClusterStatus last = status;
        status = new ClusterStatus(
                last.engine(),
                last.member(),
                sessionSince,
                last.onEngineLoss(),
                trouble,
                last.members(),
                last.owners(),
                permit.owned(),
                last.withoutOwner(),
                last.otherConfiguration());
    }
}
