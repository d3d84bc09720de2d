package io.github.argusglue.dist.it.chaos;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The background activity: alerts fire and resolve, one or many at once, their texts change, people act. The first
 * alerts never end: if one of their incidents is ended, that is wrong.
 */
final class Activity implements AutoCloseable {
    /** The number of alerts that fire all the time. */
    static final int STEADY = 20;

    private static final long PAUSE_MILLIS = 200;

    private final PostedAlerts alerts;
    private final ChaosLab lab;
    private final People people;
    private final Random random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "activity");
    private final Object turn = new Object();
    private boolean paused = true;

    Activity(ChaosLab lab, Random random) {
        this.lab = lab;
        this.alerts = lab.alerts();
        this.people = lab.people();
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
        if (choice < 40) {
            flip(1);
        } else if (choice < 46) {
            flip(3 + random.nextInt(6));
        } else if (choice < 48) {
            flip(alerts.size() - STEADY);
        } else if (choice < 52) {
            alerts.reword(random.nextInt(alerts.size()));
        } else if (choice < 80) {
            aChangeByAPerson();
        } else if (choice < 92) {
            lab.cases().step(random);
        }
    }

    private void flip(int count) {
        for (int i = 0; i < count; i++) {
            int number = STEADY + random.nextInt(alerts.size() - STEADY);
            String key = alerts.key(number);
            if (!people.isFrozen(key)) {
                if (!alerts.fires(number)) {
                    people.fires(key);
                }
                alerts.flip(number);
            }
        }
        alerts.post();
    }

    private void aChangeByAPerson() {
        try {
            lab.aChangeByAPerson();
        } catch (AssertionError e) {
            // The database is down.
        }
    }
}
