package io.github.argusglue.spi;

import java.util.Optional;

/**
 * Reads one source. An instance lives for one active period: until the next reload, change of roles or interrupted
 * call.
 *
 * <p><b>Threads.</b> The core never runs two methods of one adapter at the same time, with two exceptions:
 * {@link #health()} may be called at any time, and {@link #close()} may run while another method does and must make
 * that method return soon. Calls may come from different threads; each call sees what the earlier ones wrote.
 *
 * <p><b>Time.</b> {@link #start()} and {@link #snapshot()} may block. If a call takes longer than the source's
 * {@code snapshot_timeout}, it is interrupted, {@link #close()} is called, and the source continues with a new adapter.
 * Note that an interrupt alone does not end a blocking socket or OkHttp call (measured); closing it does.
 *
 * <p><b>Failure.</b> What cannot be read is a {@link SourceException}, never an empty list. Any unchecked exception
 * that escapes is reported as a bug in the plugin; other sources are not affected.
 */
public interface SourceAdapter extends AutoCloseable {

    /**
     * Connects to the source. Called once, before any other method. After a failure the core retries with a new
     * instance.
     *
     * @throws SourceException if the source cannot be reached or refuses the connection
     * @throws InterruptedException if the core ends the call
     */
    default void start() throws SourceException, InterruptedException {}

    /**
     * Returns the alerts that are open now. Reads the source or, if pushes keep the adapter up to date, the adapter's
     * own cache.
     *
     * @throws SourceException if the source cannot be read; nothing is closed then
     * @throws InterruptedException if the core ends the call
     */
    Snapshot snapshot() throws SourceException, InterruptedException;

    /**
     * Returns the alert that an unexplained incident stands for. The core asks about two kinds of incidents: open ones
     * that no alert of the last snapshot explains, and ones that argus-glue did not create and that were closed a few
     * minutes ago. So a source keeps the incidents of the glue service that it replaces, what a person closed in the
     * meantime stays closed, and a source keeps the incidents of another argus-glue that reads a twin of its system: a
     * standby, whose ids are different. Called after a snapshot. Does no I/O.
     *
     * <p>The metadata of an incident that argus-glue has created contains the unique id of its alert as
     * {@code argus_glue_id}.
     *
     * @return the id under which this adapter reports, or would report, that alert; empty if the adapter does not
     *     recognize the incident: it is then left alone or, if argus-glue has created it, closed when a later snapshot
     *     does not contain its alert either
     */
    default Optional<AlertId> adopt(OpenIncident incident) {
        return Optional.empty();
    }

    /**
     * Returns whether an alert's {@linkplain AlertId#startedAt start} stays the same for as long as the occurrence
     * lasts, also over restarts of the source. If so, a later start is a new occurrence: an alert whose incident a
     * person closed is shown again when it starts anew, even if nobody saw that it was over in between, and an ending
     * with an earlier start does not affect the running occurrence. If not, as with Alertmanager, starts are not
     * compared. Called after each snapshot. Does no I/O.
     *
     * <p>The default is {@code false}, which is always safe: it only uses less of what the source reports. Not called
     * for {@linkplain AlertId#unique unique} ids, which name occurrences anyway.
     */
    @Unstable
    default boolean startsAreStable() {
        return false;
    }

    /**
     * Returns the sink that applies to the source what people do in Argus; empty if this source accepts no feedback.
     */
    @Unstable
    default Optional<FeedbackSink> feedback() {
        return Optional.empty();
    }

    /** Returns the reader of the log that the source keeps about an alert; empty if it keeps none. */
    @Unstable
    default Optional<HistorySource> history() {
        return Optional.empty();
    }

    /**
     * Returns the health of the adapter beyond the result of the last snapshot. May be called by any thread at any
     * time. Does no I/O.
     */
    default Health health() {
        return Health.ok();
    }

    /**
     * Releases everything that this adapter created. Called exactly once, as the last method, even after a failed
     * start. Does not throw.
     */
    @Override
    void close();
}
