package io.github.argusglue.dist.it.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The background activity: something happens in the source systems, and people act. */
final class Activity implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;

    private final ChaosLab lab;
    private final List<WatchedSystem> systems;
    private final Random random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "activity");
    private final Object turn = new Object();
    private boolean paused = true;

    Activity(ChaosLab lab, Random random) {
        this.lab = lab;
        this.systems = lab.systems();
        this.random = random;
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until nothing is in progress. */
    void pause() {
        synchronized (turn) {
            paused = true;
        }
    }

    void goOn() {
        synchronized (turn) {
            paused = false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                synchronized (turn) {
                    if (!paused) {
                        step();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        int choice = random.nextInt(100);
        if (choice < 64) {
            systems.get(random.nextInt(systems.size())).step(random, lab.people());
        } else if (choice < 92) {
            aChangeByAPerson();
        }
    }

    private void aChangeByAPerson() {
        try {
            lab.aChangeByAPerson();
        } catch (AssertionError e) {
            // The database is down.
        }
    }
}
