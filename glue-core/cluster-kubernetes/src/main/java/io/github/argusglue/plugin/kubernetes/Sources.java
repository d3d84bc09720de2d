package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a source, and its values. The Lease of a source says both, so that the check of the owner and a change are
 * one step: a Lease is only replaced if it is as it was read. A value itself is in a Secret that never changes; to
 * store a value is to create a Secret and then to enter its number into the Lease. Any thread.
 */
final class Sources {
    private final KubernetesApi api;
    private final LeaseObjects objects;
    private final Sessions sessions;

    Sources(KubernetesApi api, LeaseObjects objects, Sessions sessions) {
        this.api = api;
        this.objects = objects;
        this.sessions = sessions;
    }

    boolean claim(String session, String source) throws ClusterException, InterruptedException {
        while (true) {
            Holder self = new Holder(LeaseObjects.name(sessions.requireOpen(session)), session);
            Lease lease = api.lease(objects.sourceName(source));
            Holder owner = lease == null ? null : Holder.of(lease);
            if (self.equals(owner)) {
                return true;
            }
            if (owner != null) {
                if (sessions.isOpen(owner)) {
                    return false;
                }
                // Ends the session of the owner for good; then the source is free.
                sessions.settle();
            } else if (lease == null
                    ? api.create(objects.newSource(source, self))
                    : api.replace(objects.owned(lease, self))) {
                requireStillOpen(session);
                return true;
            }
        }
    }

    /** A session that ended during the claim leaves nothing behind. */
    private void requireStillOpen(String session) throws ClusterException, InterruptedException {
        try {
            sessions.requireOpen(session);
        } catch (ClusterException e) {
            if (e.kind() == Kind.SESSION_ENDED) {
                sessions.settle();
            }
            throw e;
        }
    }

    void release(String session, String source) throws ClusterException, InterruptedException {
        while (true) {
            Lease lease = api.lease(objects.sourceName(source));
            if (lease == null || !isOwner(lease, session) || api.replace(objects.freed(lease))) {
                return;
            }
        }
    }

    Optional<byte[]> get(String source, String name) throws ClusterException, InterruptedException {
        Long missing = null;
        while (true) {
            Lease lease = api.lease(objects.sourceName(source));
            Long number =
                    lease == null ? null : LeaseObjects.values(lease).numbers().get(name);
            if (number == null || number.equals(missing)) {
                // There is no value, or somebody has deleted its Secret by hand.
                return Optional.empty();
            }
            Secret secret = api.secret(objects.valueName(source, number));
            if (secret != null) {
                return Optional.of(LeaseObjects.content(secret));
            }
            // Perhaps the value was replaced meanwhile.
            missing = number;
        }
    }

    void put(String session, String source, String name, byte[] value) throws ClusterException, InterruptedException {
        while (true) {
            Lease lease = requireOwned(session, source);
            StoredValues values = LeaseObjects.values(lease);
            long number = create(source, name, values.last() + 1, value);
            if (api.replace(objects.withValues(lease, values.with(name, number)))) {
                deleteOld(source, values, name, number);
                return;
            }
            api.deleteSecret(objects.valueName(source, number));
        }
    }

    /** Creates a Secret with the first number that is free, and returns the number. */
    private long create(String source, String name, long first, byte[] value)
            throws ClusterException, InterruptedException {
        long number = first;
        while (!api.create(objects.newValue(source, name, number, value))) {
            // Of a change that was not completed, or that another thread is making.
            number++;
        }
        return number;
    }

    /** Deletes what the new number replaces, and what changes have left that were not completed. */
    private void deleteOld(String source, StoredValues before, String name, long number)
            throws ClusterException, InterruptedException {
        Long replaced = before.numbers().get(name);
        if (replaced != null) {
            api.deleteSecret(objects.valueName(source, replaced));
        }
        for (long left = before.last() + 1; left < number; left++) {
            api.deleteSecret(objects.valueName(source, left));
        }
    }

    void remove(String session, String source, String name) throws ClusterException, InterruptedException {
        while (true) {
            Lease lease = requireOwned(session, source);
            StoredValues values = LeaseObjects.values(lease);
            Long number = values.numbers().get(name);
            if (number == null) {
                return;
            }
            if (api.replace(objects.withValues(lease, values.without(name)))) {
                api.deleteSecret(objects.valueName(source, number));
                return;
            }
        }
    }

    private Lease requireOwned(String session, String source) throws ClusterException, InterruptedException {
        @Nullable Lease lease = api.lease(objects.sourceName(source));
        if (lease == null || !isOwner(lease, session)) {
            throw new ClusterException(
                    Kind.NOT_OWNER,
                    "this process does not own the source '" + source + "': the session " + session
                            + " cannot change its state");
        }
        return lease;
    }

    private static boolean isOwner(Lease lease, String session) {
        Holder owner = Holder.of(lease);
        return owner != null && owner.session().equals(session);
    }
}
