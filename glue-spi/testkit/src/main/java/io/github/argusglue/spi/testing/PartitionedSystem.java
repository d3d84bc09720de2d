package io.github.argusglue.spi.testing;

import java.util.List;

/**
 * A system that an adapter reads with several requests, for example one for hosts and one for services, of which one
 * can fail while the others work.
 */
public interface PartitionedSystem extends FakeSystem {

    /** Returns the names of the lists that the adapter reads, for example {@code hosts} and {@code services}. */
    List<String> lists();

    /** Opens a problem that is in this list. */
    void openIn(String list, String problem);

    /**
     * Makes requests for this list fail until {@link #recover()}.
     *
     * @param failure {@link FakeSystem.Failure#DOWN}, {@link FakeSystem.Failure#ANSWERS_ERROR} or
     *     {@link FakeSystem.Failure#ANSWERS_NOTHING}
     */
    void injectInto(String list, Failure failure);
}
