package io.github.argusglue.spi.cluster;

import io.github.argusglue.spi.Unstable;
import java.time.Duration;
import java.util.Optional;

/**
 * A store that all processes of a cluster share, with sessions that end by themselves.
 *
 * <p><b>Sessions.</b> A process opens one session and renews it. If it does not, the session ends, and everything that
 * it owns is free. An engine may end a session late, but never early: a session lasts at least its time to live from
 * the moment at which the last successful {@link #open} or {@link #renew} was <em>called</em>. The core relies on this:
 * it stops writing before that time is over. So an engine must not compare the clocks of two machines.
 *
 * <p><b>Ownership.</b> A source has at most one owner, which is a session. {@link #claim} is atomic: of any number of
 * processes that claim a free source at once, one succeeds. A source stays owned until it is released or the session of
 * its owner has ended.
 *
 * <p><b>State.</b> What adapters store for a source is kept independently of sessions. Only the owner can change it;
 * the check and the change are one atomic step.
 *
 * <p><b>Threads, time.</b> Every method can be called by any thread, blocks until the store has answered, and takes at
 * most the timeout that the engine was created with. After that it fails as {@link ClusterException.Kind#UNREACHABLE};
 * the change may have been made all the same. An interrupt ends the call.
 *
 * <p>Names of members and sources match {@code [a-z][a-z0-9-]*}, at most 253 characters; a member's may also contain
 * dots. The tests that each engine has to pass are in {@code glue-testkit}: {@code ClusterEngineContract}.
 */
@Unstable
public interface ClusterEngine extends AutoCloseable {
    /** Largest value that {@link #put} must accept, in bytes. */
    int MOST_BYTES = 512 << 10;

    /**
     * Opens a session.
     *
     * @param member name of this process; one open session for each name
     * @param info text that other members see in the {@link ClusterView}; at most 4,096 characters
     * @param ttl time to live, at least 3 s
     * @return an identifier that is never used again; at most 64 characters
     * @throws ClusterException {@link ClusterException.Kind#NAME_TAKEN} if there is an open session with this name
     */
    String open(String member, String info, Duration ttl) throws ClusterException, InterruptedException;

    /**
     * Extends a session by its time to live.
     *
     * @throws ClusterException {@link ClusterException.Kind#SESSION_ENDED} if it has ended
     */
    void renew(String session) throws ClusterException, InterruptedException;

    /**
     * Replaces the text that other members see.
     *
     * @throws ClusterException {@link ClusterException.Kind#SESSION_ENDED} if it has ended
     */
    void describe(String session, String info) throws ClusterException, InterruptedException;

    /**
     * Ends a session and frees what it owns. Does nothing if it has ended. Also for a session that an earlier process
     * has left behind.
     */
    void end(String session) throws ClusterException, InterruptedException;

    /** Returns all open sessions and the owners of all sources, as the store has them now. */
    ClusterView view() throws ClusterException, InterruptedException;

    /**
     * Makes a session the owner of a source, if nobody owns it.
     *
     * @return whether the session owns the source now; true also if it did before
     * @throws ClusterException {@link ClusterException.Kind#SESSION_ENDED} if it has ended
     */
    boolean claim(String session, String source) throws ClusterException, InterruptedException;

    /** Frees a source if this session owns it. */
    void release(String session, String source) throws ClusterException, InterruptedException;

    /**
     * Returns a value of a source; empty if there is none.
     *
     * @param name name of the value; matches {@code [a-z][a-z0-9-]*}, at most 64 characters
     */
    Optional<byte[]> get(String source, String name) throws ClusterException, InterruptedException;

    /**
     * Sets a value of a source.
     *
     * @param value at most {@value #MOST_BYTES} bytes
     * @throws ClusterException {@link ClusterException.Kind#NOT_OWNER} if the session does not own the source
     */
    void put(String session, String source, String name, byte[] value) throws ClusterException, InterruptedException;

    /**
     * Removes a value of a source; does nothing if there is none.
     *
     * @throws ClusterException {@link ClusterException.Kind#NOT_OWNER} if the session does not own the source
     */
    void remove(String session, String source, String name) throws ClusterException, InterruptedException;

    /** Closes connections and ends threads. Sessions stay as they are. */
    @Override
    void close();
}
