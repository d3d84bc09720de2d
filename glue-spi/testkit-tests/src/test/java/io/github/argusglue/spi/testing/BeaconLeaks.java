package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.SourceContext;
import java.util.concurrent.Executors;

/** The threads that broken adapters leave behind; they end with the test. */
record BeaconLeaks(BeaconConfig config, SourceContext context) {

    void afterStart() {
        switch (config.fault()) {
            case RAW_THREAD_IS_LEFT -> raw(false);
            case RAW_DAEMON_IS_LEFT -> raw(true);
            default -> {}
        }
    }

    private void raw(boolean daemon) {
        Thread thread = new Thread(() -> BeaconClient.block(config), "raw");
        thread.setDaemon(daemon);
        thread.start();
    }

    void executor() {
        Executors.newSingleThreadExecutor().execute(() -> BeaconClient.block(config));
    }
}
