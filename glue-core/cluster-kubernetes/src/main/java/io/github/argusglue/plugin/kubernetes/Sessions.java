package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The sessions of the cluster: each is the Lease of a member. Any thread. */
final class Sessions {
    private final KubernetesApi api;
    private final LeaseObjects objects;
    private final SeenLeases seen;

    /** Members by session, to find its Lease without a list. */
    private final Map<String, String> members = new ConcurrentHashMap<>();

    /** Sessions that may have been opened although {@link #open} has failed, so that nobody knows them. */
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    Sessions(KubernetesApi api, LeaseObjects objects, SeenLeases seen) {
        this.api = api;
        this.objects = objects;
        this.seen = seen;
    }

    String open(String member, String info, Duration ttl) throws ClusterException, InterruptedException {
        Holder holder = new Holder(member, UUID.randomUUID().toString());
        while (true) {
            Lease found = find(settle(), member);
            if (found == null) {
                if (create(objects.newMember(holder, info, ttl), holder.session())) {
                    members.put(holder.session(), member);
                    return holder.session();
                }
            } else if (isUnanswered(found)) {
                api.delete(found);
            } else {
                throw new ClusterException(
                        Kind.NAME_TAKEN,
                        "a process with the name '" + member + "' has a session (Lease '"
                                + found.getMetadata().getName() + "'): give each process its own 'name'. If that"
                                + " process has ended, its session ends by itself");
            }
        }
    }

    private boolean create(Lease lease, String session) throws ClusterException, InterruptedException {
        boolean answered = false;
        try {
            boolean created = api.create(lease);
            answered = true;
            return created;
        } finally {
            // Not before: until then, another thread would take it for one that nobody knows.
            if (!answered) {
                unanswered.add(session);
            }
        }
    }

    private boolean isUnanswered(Lease lease) {
        Holder holder = Holder.of(lease);
        return holder != null && unanswered.contains(holder.session());
    }

    private static @Nullable Lease find(List<Lease> leases, String member) {
        for (Lease lease : leases) {
            if (LeaseObjects.isOfMember(lease) && LeaseObjects.name(lease).equals(member)) {
                return lease;
            }
        }
        return null;
    }

    /** Replaces the Lease of a session. */
    void change(String session, UnaryOperator<Lease> change) throws ClusterException, InterruptedException {
        while (!api.replace(change.apply(requireOpen(session)))) {
            // Somebody was faster: perhaps with the end of the session.
        }
    }

    /** Ends a session for good, and frees what it owns. */
    void end(String session) throws ClusterException, InterruptedException {
        while (true) {
            Lease lease = lease(session);
            if (lease == null || api.delete(lease)) {
                members.remove(session);
                settle();
                return;
            }
        }
    }

    /** Returns the Lease of a session that has not been ended. */
    Lease requireOpen(String session) throws ClusterException, InterruptedException {
        Lease lease = lease(session);
        if (lease == null) {
            members.remove(session);
            throw new ClusterException(
                    Kind.SESSION_ENDED, "the session " + session + " has ended: it was not renewed in time, or ended");
        }
        return lease;
    }

    private @Nullable Lease lease(String session) throws ClusterException, InterruptedException {
        String member = members.get(session);
        if (member != null) {
            Lease lease = api.lease(objects.memberName(member));
            return lease != null && isHeldBy(lease, session) ? lease : null;
        }
        for (Lease lease : api.leases()) {
            if (LeaseObjects.isOfMember(lease) && isHeldBy(lease, session)) {
                members.put(session, LeaseObjects.name(lease));
                return lease;
            }
        }
        return null;
    }

    private static boolean isHeldBy(Lease lease, String session) {
        Holder holder = Holder.of(lease);
        return holder != null && holder.session().equals(session);
    }

    /** Returns whether the session of an owner is open. Only {@link #settle} ends it. */
    boolean isOpen(Holder holder) throws ClusterException, InterruptedException {
        Lease lease = api.lease(objects.memberName(holder.member()));
        return lease != null && isHeldBy(lease, holder.session()) && !seen.isOver(lease);
    }

    /**
     * Ends the sessions that are over, frees the sources whose owner has no session, and returns the Leases when
     * nothing of this is left to do. So nobody is told of an end that is not in the store.
     */
    List<Lease> settle() throws ClusterException, InterruptedException {
        while (true) {
            List<Lease> leases = api.leases();
            List<Lease> open = new ArrayList<>();
            List<Lease> over = new ArrayList<>();
            for (Lease lease : leases) {
                if (LeaseObjects.isOfMember(lease)) {
                    (seen.isOver(lease) ? over : open).add(lease);
                }
            }
            for (Lease lease : over) {
                api.delete(lease);
            }
            List<Lease> ownerless = over.isEmpty() ? ownerless(leases, open) : List.of();
            for (Lease lease : ownerless) {
                api.replace(objects.freed(lease));
            }
            if (over.isEmpty() && ownerless.isEmpty()) {
                seen.retain(new HashSet<>(open.stream()
                        .map(lease -> lease.getMetadata().getName())
                        .toList()));
                return leases;
            }
        }
    }

    private static List<Lease> ownerless(List<Lease> leases, List<Lease> open) {
        Set<Holder> holders = new HashSet<>();
        for (Lease lease : open) {
            Holder holder = Holder.of(lease);
            if (holder != null) {
                holders.add(holder);
            }
        }
        return leases.stream()
                .filter(LeaseObjects::isOfSource)
                .filter(lease -> {
                    Holder holder = Holder.of(lease);
                    return holder != null && !holders.contains(holder);
                })
                .toList();
    }
}
