package io.github.argusglue.spi.testing;

/** A system that keeps a log for each problem. */
public interface HistorySystem extends FakeSystem {

    /** Adds a line to the log of an open problem, as a person does who knows nothing of Argus. */
    void addLine(String problem, String person, String text);
}
