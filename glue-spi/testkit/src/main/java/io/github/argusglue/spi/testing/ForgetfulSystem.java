package io.github.argusglue.spi.testing;

/** A system that can lose a problem, for example in a restart, and reports ends otherwise. */
public interface ForgetfulSystem extends FakeSystem {

    /** Makes a problem that is not over vanish without a report that it is over. */
    void forget(String problem);
}
