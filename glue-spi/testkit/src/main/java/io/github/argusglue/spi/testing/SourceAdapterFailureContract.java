package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Tests of failures that only a simulated system can produce.
 *
 * @param <C> the adapter's configuration
 */
public abstract class SourceAdapterFailureContract<C extends Record> extends SourceAdapterContract<C> {

    /** For subclasses. */
    protected SourceAdapterFailureContract() {}

    @Test
    final void refusedCredentialsAreUnauthorized() throws Exception {
        subject().open("one");
        failsAndRecovers(FakeSystem.Failure.REFUSES_CREDENTIALS, EnumSet.of(SourceException.Kind.UNAUTHORIZED));
    }

    @Test
    final void invalidAnswerIsABadAnswer() throws Exception {
        subject().open("one");
        failsAndRecovers(FakeSystem.Failure.ANSWERS_INVALID, EnumSet.of(SourceException.Kind.BAD_ANSWER));
    }

    @Test
    final void truncatedAnswerIsAFailure() throws Exception {
        subject().open("one");
        failsAndRecovers(
                FakeSystem.Failure.TRUNCATES_ANSWERS,
                EnumSet.of(SourceException.Kind.BAD_ANSWER, SourceException.Kind.UNREACHABLE));
    }

    @Test
    final void closeEndsAHangingCall() throws Exception {
        adapter().start();
        subject().inject(FakeSystem.Failure.HANGS);
        CountDownLatch returned = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                adapter().snapshot();
            } catch (SourceException | InterruptedException | RuntimeException e) {
                // Any result is fine: the test only requires that the call returns.
            } finally {
                returned.countDown();
            }
        });
        caller.setDaemon(true);
        int before = subject().requests();
        caller.start();
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (subject().requests() == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        close();
        assertTrue(returned.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), "snapshot() returns after close()");
        assertNoThreadIsLeft();
    }
}
