package io.github.argusglue.spi.testing;

/** A system in which things happen that have no state, such as the restart of a device. */
public interface NotifyingSystem extends FakeSystem {

    /** Lets something happen that the adapter posts as a notice. Nothing is wrong afterwards. */
    void happen(String event);
}
