package io.github.argusglue.spi.testing;

import java.util.List;

/**
 * A monitoring system for one test, pretended or real, which the adapter under test is pointed at. It begins with
 * nothing wrong. Problems have names of the test's choosing.
 */
public interface FakeSystem extends AutoCloseable {

    /** Lets a problem begin. One that was ended before begins again, as another occurrence. */
    void open(String problem);

    /** Ends a problem. */
    void end(String problem);

    /** Changes something about an open problem that is shown to people, such as its text or its severity. */
    void change(String problem);

    /**
     * Brings trouble, until {@link #recover()}. A real system, under {@link SourceAdapterContract} alone, has to bring
     * {@link Trouble#DOWN} only.
     *
     * @throws UnsupportedOperationException if this system cannot be made to do that
     */
    void cause(Trouble trouble);

    /** Ends the trouble. */
    void recover();

    /**
     * Returns what the system shows of what people did to a problem in Argus, in any form in which the same state is
     * equal: an acknowledgement, notes, a silence. Asked only of an adapter that takes feedback.
     *
     * @throws UnsupportedOperationException if it takes none
     */
    default Object carriedBack(String problem) {
        throw new UnsupportedOperationException("say what '" + problem + "' shows of feedback");
    }

    /** Returns how many requests have reached it; a system that cannot count them returns 0. */
    default int requests() {
        return 0;
    }

    /** Returns what must not appear in any message: the passwords and tokens of the adapter's configuration. */
    default List<String> secrets() {
        return List.of();
    }

    @Override
    void close();

    /** What may be wrong with the system itself. */
    enum Trouble {
        /** It does not answer. */
        DOWN,
        /** It refuses our credentials. */
        REFUSES_CREDENTIALS,
        /** It takes requests and never answers. */
        HANGS,
        /** It answers with something else. */
        ANSWERS_GARBAGE,
        /** Its answer ends in the middle. */
        BREAKS_OFF
    }
}
