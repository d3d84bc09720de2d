package io.github.argusglue.core.failover;

import io.github.argusglue.core.executor.Await;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A primary that answers only when the test says what. Each answer advances the clock by a second. */
public final class SteppedPrimary implements Probe, InstantSource {
    public static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final BlockingQueue<ProbeResult> answers = new LinkedBlockingQueue<>();
    private volatile Instant now = START;
    public final AtomicInteger asked = new AtomicInteger();
    public volatile boolean closed;

    @Override
    public ProbeResult probe() throws InterruptedException {
        asked.incrementAndGet();
        return answers.take();
    }

    @Override
    public String target() {
        return "test of it";
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Answers. */
    public void say(ProbeResult answer) {
        now = now.plusSeconds(1);
        answers.add(answer);
    }

    /** Answers, and returns the resulting status. */
    public FailoverStatus answer(FailoverMonitor monitor, ProbeResult answer) {
        say(answer);
        Await.until(answer.text(), () -> now.equals(monitor.status().answeredAt()));
        return monitor.status();
    }
}
