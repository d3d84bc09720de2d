package io.github.argusglue.spi.testing;

import java.util.List;

/**
 * A monitoring system for one test, simulated or real, that the adapter under test reads. It starts without problems.
 * The test chooses the names of the problems.
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

    /** Ends the failure. */
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

    /** Returns how many requests have reached the system; 0 if it cannot count them. */
    default int requests() {
        return 0;
    }

    /** Returns the texts that must not appear in any message: passwords and tokens of the adapter's configuration. */
    default List<String> secrets() {
        return List.of();
    }

    @Override
    void close();

    /** How the system can fail. */
    enum Failure {
        /** It does not answer. */
        DOWN,
        /** It refuses the credentials. */
        REFUSES_CREDENTIALS,
        /** It accepts requests and never answers. */
        HANGS,
        /** Its answers are invalid. */
        ANSWERS_INVALID,
        /** Its answers end in the middle. */
        TRUNCATES_ANSWERS
    }
}
