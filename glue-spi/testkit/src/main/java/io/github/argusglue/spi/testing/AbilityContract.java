package io.github.argusglue.spi.testing;

/**
 * The tests of one optional ability. A subclass of {@link SourceAdapterContract} implements the contract of each
 * ability that its adapter has, and JUnit runs the tests of all of them.
 */
public interface AbilityContract {

    /** Returns the adapter, the system and the clock of the running test. */
    TestBench bench();
}
