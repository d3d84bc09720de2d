package io.github.argusglue.core;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.slf4j.LoggerFactory;

/**
 * Starts slf4j before any test. While a thread starts it, other threads get substitutes for logback's loggers, and
 * tests that run in parallel would look at those. Named in {@code META-INF/services}.
 */
public final class LoggingStartListener implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LoggerFactory.getILoggerFactory();
    }
}
