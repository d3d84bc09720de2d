package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An engine whose store is an object in this process, broken in at most one way. */
final class MemoryEngine implements ClusterEngine {
    private final Store store;
    private final MemoryFault fault;
    private final Runnable changed;

    MemoryEngine(Store store, MemoryFault fault, Runnable changed) {
        this.store = store;
        this.fault = fault;
        this.changed = changed;
        store.observers.add(changed);
        if (fault == MemoryFault.THREAD_IS_LEFT) {
            Thread thread = new Thread(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60)), "left");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public String open(String member, String info, Duration ttl) throws ClusterException {
        synchronized (store) {
            store.expire();
            Session before = store.byName(member);
            if (before != null) {
                if (fault != MemoryFault.NAME_IS_TAKEN_OVER) {
                    throw new ClusterException(Kind.NAME_TAKEN, "'" + member + "' has an open session");
                }
                store.remove(before);
            }
            String id = fault == MemoryFault.SESSION_IDS_REPEAT
                    ? "of-" + member
                    : UUID.randomUUID().toString();
            store.sessions.put(id, new Session(member, info, lasting(ttl)));
            store.reportChange(fault == MemoryFault.OPEN_IS_NOT_REPORTED);
            return id;
        }
    }

    private Duration lasting(Duration ttl) {
        return switch (fault) {
            case SESSION_ENDS_EARLY -> ttl.dividedBy(2);
            case SESSION_NEVER_ENDS -> ttl.plusDays(1);
            default -> ttl;
        };
    }

    @Override
    public void renew(String session) throws ClusterException {
        synchronized (store) {
            Session found = store.session(session);
            if (found == null) {
                if (fault == MemoryFault.RENEW_OF_ENDED_SUCCEEDS) {
                    return;
                }
                throw new ClusterException(Kind.SESSION_ENDED, "session '" + session + "' has ended");
            }
            if (fault != MemoryFault.RENEW_DOES_NOTHING) {
                found.renewed = System.nanoTime();
            }
        }
    }

    @Override
    public void describe(String session, String info) throws ClusterException {
        synchronized (store) {
            Session found = store.open(session);
            found.info = fault == MemoryFault.TEXT_IS_CUT && info.length() > 1024 ? info.substring(0, 1024) : info;
            store.reportChange(false);
        }
    }

    @Override
    public void end(String session) {
        synchronized (store) {
            Session found = store.session(session);
            if (found != null && fault == MemoryFault.END_KEEPS_SOURCES) {
                store.sessions.remove(session);
                store.reportChange(false);
            } else if (found != null) {
                store.remove(found);
                store.reportChange(fault == MemoryFault.END_IS_NOT_REPORTED);
            }
        }
    }

    @Override
    public ClusterView view() {
        synchronized (store) {
            store.expire();
            Map<String, ClusterView.Member> members = new HashMap<>();
            store.sessions.forEach(
                    (id, session) -> members.put(session.member, new ClusterView.Member(id, session.info)));
            Map<String, String> owners = new HashMap<>();
            store.owners.forEach((source, owner) -> owners.put(source, owner.member));
            return new ClusterView(members, owners);
        }
    }

    @Override
    public boolean claim(String session, String source) throws ClusterException {
        if (fault == MemoryFault.CLAIM_IS_NOT_ATOMIC) {
            boolean free;
            synchronized (store) {
                store.open(session);
                free = !store.owners.containsKey(source);
            }
            TestBench.letTimePass(Duration.ofMillis(20));
            synchronized (store) {
                return store.claim(session, source, free);
            }
        }
        synchronized (store) {
            Session mine = store.open(session);
            boolean isMine = store.owners.get(source) == mine;
            if (isMine && fault == MemoryFault.OWNER_IS_REFUSED) {
                return false;
            }
            boolean owns = store.claim(session, source, fault == MemoryFault.CLAIM_TAKES);
            store.reportChange(fault == MemoryFault.CLAIM_IS_NOT_REPORTED);
            return owns;
        }
    }

    @Override
    public void release(String session, String source) {
        synchronized (store) {
            Session mine = store.session(session);
            Session owner = store.owners.get(source);
            boolean may = fault == MemoryFault.ANYBODY_RELEASES || (mine != null && owner == mine);
            if (may && fault != MemoryFault.RELEASE_DOES_NOTHING) {
                store.owners.remove(source);
                store.reportChange(fault == MemoryFault.RELEASE_IS_NOT_REPORTED);
            }
        }
    }

    @Override
    public Optional<byte[]> get(String source, String name) {
        synchronized (store) {
            byte[] value = store.values.get(key(source, name));
            return Optional.ofNullable(value).map(byte[]::clone);
        }
    }

    private String key(String source, String name) {
        return fault == MemoryFault.VALUES_ARE_MIXED ? name : source + "/" + name;
    }

    @Override
    public void put(String session, String source, String name, byte[] value) throws ClusterException {
        synchronized (store) {
            checkOwner(session, source, fault == MemoryFault.ANYBODY_PUTS);
            if (fault == MemoryFault.EMPTY_VALUE_REMOVES && value.length == 0) {
                store.values.remove(key(source, name));
            } else {
                store.values.put(key(source, name), value.clone());
            }
        }
    }

    @Override
    public void remove(String session, String source, String name) throws ClusterException {
        synchronized (store) {
            checkOwner(session, source, fault == MemoryFault.ANYBODY_REMOVES);
            store.values.remove(key(source, name));
        }
    }

    private void checkOwner(String session, String source, boolean skip) throws ClusterException {
        Session mine = store.session(session);
        boolean owns = mine != null && store.owners.get(source) == mine;
        if (!owns && !skip) {
            throw new ClusterException(Kind.NOT_OWNER, "'" + session + "' does not own '" + source + "'");
        }
    }

    @Override
    public void close() {
        store.observers.remove(changed);
        if (fault == MemoryFault.CLOSE_ENDS_SESSIONS) {
            synchronized (store) {
                List.copyOf(store.sessions.values()).forEach(store::remove);
            }
        }
    }

    /** What all engines of a test share. */
    static final class Store {
        private final Map<String, Session> sessions = new HashMap<>();
        private final Map<String, Session> owners = new HashMap<>();
        private final Map<String, byte[]> values = new HashMap<>();
        private final List<Runnable> observers = new CopyOnWriteArrayList<>();

        private void expire() {
            for (Session session : new ArrayList<>(sessions.values())) {
                if (System.nanoTime() - session.renewed > session.ttl.toNanos()) {
                    remove(session);
                    reportChange(false);
                }
            }
        }

        private @Nullable Session byName(String member) {
            return sessions.values().stream()
                    .filter(session -> session.member.equals(member))
                    .findAny()
                    .orElse(null);
        }

        private @Nullable Session session(String id) {
            expire();
            return sessions.get(id);
        }

        private Session open(String id) throws ClusterException {
            Session found = session(id);
            if (found == null) {
                throw new ClusterException(Kind.SESSION_ENDED, "session '" + id + "' has ended");
            }
            return found;
        }

        private boolean claim(String id, String source, boolean take) throws ClusterException {
            Session mine = open(id);
            if (take) {
                owners.put(source, mine);
            }
            return owners.computeIfAbsent(source, free -> mine) == mine;
        }

        private void remove(Session session) {
            sessions.values().remove(session);
            for (Iterator<Session> each = owners.values().iterator(); each.hasNext(); ) {
                if (each.next() == session) {
                    each.remove();
                }
            }
        }

        private void reportChange(boolean forgotten) {
            if (!forgotten) {
                observers.forEach(Runnable::run);
            }
        }
    }

    /** An open session. */
    private static final class Session {
        private final String member;
        private final Duration ttl;
        private String info;
        private long renewed = System.nanoTime();

        private Session(String member, String info, Duration ttl) {
            this.member = member;
            this.info = info;
            this.ttl = ttl;
        }
    }
}
