package io.github.argusglue.spi.testing;

import java.util.List;

/**
 * A monitoring system for one test, simulated or real, that the adapter under test reads. It starts without problems.
 * The test chooses the names of the problems.
 *
 * <p>What only some systems can do is in interfaces of its own, which a fake implements beside this one:
 *
 * <table>
 *   <caption>Optional interfaces</caption>
 *   <tr><td>{@link PartitionedSystem}</td><td>has several lists, of which one can fail</td></tr>
 *   <tr><td>{@link PagedSystem}</td><td>returns long lists in pages</td></tr>
 *   <tr><td>{@link UnreadableSystem}</td><td>can contain an object that nobody can read</td></tr>
 *   <tr><td>{@link AcknowledgingSystem}</td><td>people acknowledge problems in it</td></tr>
 *   <tr><td>{@link HistorySystem}</td><td>keeps a log of each problem</td></tr>
 *   <tr><td>{@link WebhookSystem}</td><td>sends webhooks</td></tr>
 *   <tr><td>{@link UncertainSystem}</td><td>sometimes cannot tell whether a problem is over</td></tr>
 *   <tr><td>{@link ForgetfulSystem}</td><td>can lose a problem that is not over</td></tr>
 *   <tr><td>{@link SuppressingSystem}</td><td>has maintenance, downtimes or silences</td></tr>
 *   <tr><td>{@link NotifyingSystem}</td><td>things happen in it that have no state</td></tr>
 *   <tr><td>{@link StreamingSystem}</td><td>sends events over a connection that stays open</td></tr>
 *   <tr><td>{@link ChallengingSystem}</td><td>sends a challenge before it sends webhooks</td></tr>
 * </table>
 */
public interface FakeSystem extends AutoCloseable {

    /** Opens a problem. A problem that was ended before begins again, as a new occurrence. */
    void open(String problem);

    /** Ends a problem. */
    void end(String problem);

    /** Changes something about an open problem that is shown to people, for example its text or its severity. */
    void change(String problem);

    /**
     * Makes the system fail until {@link #recover()}. A real system, which runs only {@link SourceAdapterContract}, has
     * to support only {@link Failure#DOWN}.
     *
     * @throws UnsupportedOperationException if this system cannot fail in this way
     */
    void inject(Failure failure);

    /** Ends every failure. */
    void recover();

    /**
     * Returns what the system shows of what people did to a problem in Argus (an acknowledgement, notes, a silence), in
     * any form that is equal for equal states. Called only for an adapter that accepts feedback.
     *
     * @throws UnsupportedOperationException if the adapter accepts none
     */
    default Object feedbackState(String problem) {
        throw new UnsupportedOperationException("implement feedbackState for '" + problem + "'");
    }

    /** Returns how many requests have reached the system; 0 if it cannot count them, as a real one. */
    default int requests() {
        return 0;
    }

    /**
     * Returns how many connections the system has accepted, including those over which nothing was sent. The number of
     * requests unless overridden.
     */
    default int connections() {
        return requests();
    }

    /** Returns the texts that must not appear in any message: passwords and tokens of the adapter's configuration. */
    default List<String> secrets() {
        return List.of();
    }

    @Override
    void close();

    /** How the system can fail. Values may be added: have a {@code default} that is not supported. */
    enum Failure {
        /** It does not answer. */
        DOWN,
        /** It refuses the credentials. */
        REFUSES_CREDENTIALS,
        /** It accepts requests and never answers. */
        HANGS,
        /** It answers that it failed, as with status 500 or 503 of HTTP. */
        ANSWERS_ERROR,
        /** Its answers are invalid. */
        ANSWERS_INVALID,
        /** Its answers are valid and do not contain what was asked for, as {@code {}} of an HTTP API. */
        ANSWERS_NOTHING,
        /** Its answers end in the middle. */
        TRUNCATES_ANSWERS
    }
}
