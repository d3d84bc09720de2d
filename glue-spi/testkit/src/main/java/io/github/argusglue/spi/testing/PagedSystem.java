package io.github.argusglue.spi.testing;

/** A system that returns a long list in several answers. */
public interface PagedSystem extends FakeSystem {

    /** Returns how many problems are in one answer; at most 100, so that the test is quick. */
    int pageSize();

    /** Makes every answer after the first one of a list fail until {@link #recover()}. */
    void failAfterFirstPage();
}
