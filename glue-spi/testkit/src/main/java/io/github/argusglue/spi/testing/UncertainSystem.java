package io.github.argusglue.spi.testing;

/** A system that sometimes shows a problem as it was last known and cannot tell whether it is over. */
public interface UncertainSystem extends FakeSystem {

    /** Makes it uncertain whether an open problem is over until {@link #recover()}. */
    void makeUncertain(String problem);
}
