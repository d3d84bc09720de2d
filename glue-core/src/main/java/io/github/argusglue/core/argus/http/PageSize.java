package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.ArgusException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many incidents one page of a listing should have: half as many after a page that was not answered in time, twice
 * as many after a listing that was. Otherwise an Argus that is slow for a while could not be listed at all, however
 * often it is tried. Thread-safe.
 */
final class PageSize {
    private static final int SMALLEST = 20;

    private final int usual;
    private final AtomicInteger size;

    PageSize(int usual) {
        this.usual = usual;
        this.size = new AtomicInteger(usual);
    }

    int get() {
        return size.get();
    }

    void onListed() {
        size.updateAndGet(now -> Math.min(usual, now * 2));
    }

    void onFailure(ArgusException failure) {
        if (failure.getCause() instanceof InterruptedIOException) {
            size.updateAndGet(now -> Math.max(Math.min(SMALLEST, usual), now / 2));
        }
    }
}
