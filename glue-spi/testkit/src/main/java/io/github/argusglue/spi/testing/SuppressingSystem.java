package io.github.argusglue.spi.testing;

/** A system with maintenance, downtimes or silences. */
public interface SuppressingSystem extends FakeSystem {

    /** Begins a maintenance, or what the system has instead, of an open problem, with an end in two hours. */
    void suppress(String problem);

    /** Ends it before its time, while the problem lasts. */
    void unsuppress(String problem);
}
