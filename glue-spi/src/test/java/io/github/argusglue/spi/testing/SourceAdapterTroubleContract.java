package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What every adapter does when its system misbehaves in ways that only a pretended one can be made to.
 *
 * @param <C> the adapter's configuration
 */
public abstract class SourceAdapterTroubleContract<C extends Record> extends SourceAdapterContract<C> {

    /** For JUnit. */
    protected SourceAdapterTroubleContract() {}

    @Test
    final void refusedCredentialsAreUnauthorized() throws Exception {
        subject().open("one");
        fails(FakeSystem.Trouble.REFUSES_CREDENTIALS, EnumSet.of(SourceException.Kind.UNAUTHORIZED));
    }

    @Test
    final void garbageIsABadAnswer() throws Exception {
        subject().open("one");
        fails(FakeSystem.Trouble.ANSWERS_GARBAGE, EnumSet.of(SourceException.Kind.BAD_ANSWER));
    }

    @Test
    final void halfAnAnswerIsNoAnswer() throws Exception {
        subject().open("one");
        fails(
                FakeSystem.Trouble.BREAKS_OFF,
                EnumSet.of(SourceException.Kind.BAD_ANSWER, SourceException.Kind.UNREACHABLE));
    }

    @Test
    final void closeCutsACallThatHangs() throws Exception {
        adapter().start();
        subject().cause(FakeSystem.Trouble.HANGS);
        CountDownLatch returned = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                adapter().snapshot();
            } catch (SourceException | InterruptedException | RuntimeException e) {
                // Whatever it is: what counts is that it comes.
            } finally {
                returned.countDown();
            }
        });
        caller.setDaemon(true);
        int before = subject().requests();
        caller.start();
        long deadline = System.nanoTime() + CUT_WITHIN.toNanos();
        while (subject().requests() == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        close();
        assertTrue(returned.await(CUT_WITHIN.toMillis(), TimeUnit.MILLISECONDS), "snapshot() returns after close()");
        assertNoThreadIsLeft();
    }
}
