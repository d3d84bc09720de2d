package io.github.argusglue.spi.testing;

/** A system that can contain an object that cannot be read while the others can. */
public interface UnreadableSystem extends FakeSystem {

    /** Makes the object of an open problem invalid until {@link #recover()}; the answers are valid otherwise. */
    void makeUnreadable(String problem);
}
