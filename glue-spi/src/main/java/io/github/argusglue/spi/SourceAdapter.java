package io.github.argusglue.spi;

import java.util.Optional;

/**
 * One active period of one source.
 *
 * <p><b>Threads.</b> The core never runs two methods of one adapter at the same time, with two exceptions:
 * {@link #health()} may be called at any time, and {@link #close()} may run while another method does and must make it
 * return soon. Calls may come from different threads; what one wrote the next sees.
 *
 * <p><b>Time.</b> {@link #start()} and {@link #snapshot()} may block. A call that takes longer than the source's
 * {@code snapshot_timeout} is interrupted, {@link #close()} is called, and the source goes on with a fresh adapter.
 * Note that an interrupt alone does not end a blocking socket or OkHttp call (measured), closing it does.
 *
 * <p><b>Failure.</b> What cannot be read is a {@link SourceException}, never an empty list. Anything unchecked that
 * escapes is reported as a fault of the plugin; other sources are not harmed.
 */
public interface SourceAdapter extends AutoCloseable {

    /**
     * Connects. Called once, before anything else; retried on a fresh instance after a failure.
     *
     * @throws SourceException if the source cannot be reached or refuses us
     * @throws InterruptedException if the core ends the call
     */
    default void start() throws SourceException, InterruptedException {}

    /**
     * Returns the alerts open now. Reads the source or, if the adapter is kept up to date by pushes, its own picture.
     *
     * @throws SourceException if the source cannot be read; nothing is closed then
     * @throws InterruptedException if the core ends the call
     */
    Snapshot snapshot() throws SourceException, InterruptedException;

    /**
     * Returns which alert an incident stands for that no alert of the last snapshot explains and that is open, or that
     * argus-glue did not make and that was closed a few minutes ago. So a source keeps the incidents of the glue
     * service it replaces, what a person closed meanwhile stays closed, and it keeps those of another argus-glue that
     * reads a twin of its system: a standby whose ids are other ones. Called after a snapshot, without I/O.
     *
     * <p>The metadata of an incident that argus-glue has made holds its alert's unique id as {@code argus_glue_id}.
     *
     * @return the id under which this adapter reports, or would report, that alert; empty if the incident is not
     *     recognised: it is then left alone, or, if argus-glue has made it, ended when a later snapshot does not name
     *     it either
     */
    default Optional<AlertId> adopt(OpenIncident incident) {
        return Optional.empty();
    }

    /**
     * Tells whether an alert's {@linkplain AlertId#startedAt start} stays the same for as long as the occurrence lasts,
     * also over restarts of the source. If it does, a later start is a new occurrence: an alert whose incident a person
     * closed is shown again when it starts anew, even if nobody saw that it was over in between, and an ending with an
     * earlier start does not touch the running occurrence. If it does not, as with an Alertmanager, starts are not
     * compared. No I/O; asked after each snapshot.
     *
     * <p>The default is {@code false}, which is never wrong: it only makes less of what the source says. Not asked for
     * {@linkplain AlertId#unique unique} ids, which name occurrences anyway.
     */
    @Unstable
    default boolean startsAreStable() {
        return false;
    }

    /** Returns where what people do in Argus is carried back to; empty if this source takes nothing back. */
    @Unstable
    default Optional<FeedbackSink> feedback() {
        return Optional.empty();
    }

    /** Returns where an alert's log is read from; empty if the source keeps none. */
    @Unstable
    default Optional<HistorySource> history() {
        return Optional.empty();
    }

    /** Returns what is wrong beyond the last snapshot. No I/O; any thread, any time. */
    default Health health() {
        return Health.ok();
    }

    /** Releases everything this adapter made. Called exactly once, last, even after a failed start. Does not throw. */
    @Override
    void close();
}
