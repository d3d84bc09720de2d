package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.LivestatusServer;
import io.github.argusglue.spi.config.HttpAccess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class LivestatusBackendTest extends RemoteBackendRules {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private LivestatusServer server;

    @Override
    protected Backend newBackend() throws Exception {
        server = LivestatusServer.unix(nagios, folder.resolve("live"));
        HttpAccess access = HttpAccess.builder().timeout(Duration.ofSeconds(5)).build();
        return new LivestatusBackend(new LivestatusConfig(server.address(), access), context);
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
    }
}
