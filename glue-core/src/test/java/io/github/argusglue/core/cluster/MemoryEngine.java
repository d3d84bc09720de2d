package io.github.argusglue.core.cluster;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** An engine in memory, whose connection can be cut or slow. */
public final class MemoryEngine implements ClusterEngine {
    private final Store store;
    private final Runnable changed;
    private volatile boolean cut;
    private volatile long before;
    private volatile long after;

    MemoryEngine(Store store, Runnable changed) {
        this.store = store;
        this.changed = changed;
        store.listen(changed);
    }

    /** Type {@code memory}: all engines of one factory share a store. */
    public static final class Factory implements ClusterEngineFactory<Factory.Keys> {
        public final Store store = new Store();
        public final List<MemoryEngine> made = new CopyOnWriteArrayList<>();

        /** Keys of the engine. */
        public record Keys(
                @Doc("Refuses to be created") @Default("false")
                boolean broken) {}

        @Override
        public String type() {
            return "memory";
        }

        @Override
        public Class<Keys> configType() {
            return Keys.class;
        }

        @Override
        public ClusterEngine create(Keys config, Duration timeout, Runnable changed) {
            if (config.broken()) {
                throw new IllegalArgumentException("'broken' is set");
            }
            MemoryEngine engine = new MemoryEngine(store, changed);
            made.add(engine);
            return engine;
        }
    }

    /** What all engines share. */
    public static final class Store {
        private final Map<String, OpenSession> sessions = new HashMap<>();
        private final Map<String, String> owners = new HashMap<>();
        private final Map<String, byte[]> values = new HashMap<>();
        private final List<Runnable> listeners = new ArrayList<>();
        private int number;
        private volatile boolean down;

        /** Nobody reaches the engine. */
        public void down(boolean is) {
            down = is;
        }

        private synchronized void listen(Runnable listener) {
            listeners.add(listener);
        }

        private synchronized void expire() {
            long now = System.nanoTime();
            List<String> over = sessions.entrySet().stream()
                    .filter(entry -> entry.getValue().until - now < 0)
                    .map(Map.Entry::getKey)
                    .toList();
            over.forEach(this::end);
        }

        private synchronized void end(String session) {
            sessions.remove(session);
            owners.values().removeIf(session::equals);
        }

        /** Ends the session of a member, as an administrator of the engine could. */
        synchronized void revoke(String member) {
            sessions.entrySet().stream()
                    .filter(entry -> entry.getValue().member.equals(member))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::end);
        }

        public synchronized Map<String, String> owners() {
            Map<String, String> names = new HashMap<>();
            owners.forEach((source, session) -> names.put(source, session(session).member));
            return names;
        }

        private OpenSession session(String session) {
            OpenSession open = sessions.get(session);
            if (open == null) {
                throw new IllegalStateException(session);
            }
            return open;
        }
    }

    private static final class OpenSession {
        private final String member;
        private final Duration ttl;
        private String info;
        private long until;

        OpenSession(String member, String info, Duration ttl) {
            this.member = member;
            this.info = info;
            this.ttl = ttl;
            renew();
        }

        void renew() {
            until = System.nanoTime() + ttl.toNanos();
        }
    }

    /** Only this process does not reach the engine. */
    void cut(boolean is) {
        cut = is;
    }

    /** Each call takes this time, before and after it has taken effect; zero also ends a pause that has begun. */
    public void slow(Duration beforeEffect, Duration afterEffect) {
        before = beforeEffect.toMillis();
        after = afterEffect.toMillis();
    }

    private <T> T call(Call<T> call) throws ClusterException, InterruptedException {
        pause(() -> before);
        T result;
        synchronized (store) {
            if (cut || store.down) {
                throw new ClusterException(Kind.UNREACHABLE, "memory: no answer");
            }
            store.expire();
            result = call.make();
        }
        pause(() -> after);
        return result;
    }

    private static void pause(LongSupplier millis) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(millis.getAsLong())) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws ClusterException;
    }

    private void notifyAllOthers() {
        List<Runnable> all;
        synchronized (store) {
            all = List.copyOf(store.listeners);
        }
        all.forEach(Runnable::run);
    }

    private OpenSession require(String session) throws ClusterException {
        OpenSession open = store.sessions.get(session);
        if (open == null) {
            throw new ClusterException(Kind.SESSION_ENDED, "memory: session " + session + " has ended");
        }
        return open;
    }

    @Override
    public String open(String member, String info, Duration ttl) throws ClusterException, InterruptedException {
        String session = call(() -> {
            if (store.sessions.values().stream().anyMatch(other -> other.member.equals(member))) {
                throw new ClusterException(Kind.NAME_TAKEN, "memory: there is a member '" + member + "'");
            }
            String id = "s" + store.number++;
            store.sessions.put(id, new OpenSession(member, info, ttl));
            return id;
        });
        notifyAllOthers();
        return session;
    }

    @Override
    public void renew(String session) throws ClusterException, InterruptedException {
        call(() -> {
            require(session).renew();
            return true;
        });
    }

    @Override
    public void describe(String session, String info) throws ClusterException, InterruptedException {
        call(() -> {
            require(session).info = info;
            return true;
        });
        notifyAllOthers();
    }

    @Override
    public void end(String session) throws ClusterException, InterruptedException {
        call(() -> {
            store.end(session);
            return true;
        });
        notifyAllOthers();
    }

    @Override
    public ClusterView view() throws ClusterException, InterruptedException {
        return call(() -> {
            Map<String, ClusterView.Member> members = new HashMap<>();
            store.sessions.forEach(
                    (id, session) -> members.put(session.member, new ClusterView.Member(id, session.info)));
            return new ClusterView(members, store.owners());
        });
    }

    @Override
    public boolean claim(String session, String source) throws ClusterException, InterruptedException {
        return call(() -> {
            require(session);
            return session.equals(store.owners.computeIfAbsent(source, free -> session));
        });
    }

    @Override
    public void release(String session, String source) throws ClusterException, InterruptedException {
        call(() -> store.owners.remove(source, session));
        notifyAllOthers();
    }

    @Override
    public Optional<byte[]> get(String source, String name) throws ClusterException, InterruptedException {
        return call(() -> Optional.ofNullable(store.values.get(source + "/" + name)));
    }

    @Override
    public void put(String session, String source, String name, byte[] value)
            throws ClusterException, InterruptedException {
        call(() -> {
            requireOwner(session, source);
            store.values.put(source + "/" + name, value.clone());
            return true;
        });
    }

    @Override
    public void remove(String session, String source, String name) throws ClusterException, InterruptedException {
        call(() -> {
            requireOwner(session, source);
            store.values.remove(source + "/" + name);
            return true;
        });
    }

    private void requireOwner(String session, String source) throws ClusterException {
        if (!session.equals(store.owners.get(source))) {
            throw new ClusterException(Kind.NOT_OWNER, "memory: " + source + " is not owned by " + session);
        }
    }

    @Override
    public void close() {
        synchronized (store) {
            store.listeners.remove(changed);
        }
    }
}
