package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.CgiServer;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import org.junit.jupiter.api.AfterEach;

final class CgiBackendTest extends RemoteBackendRules {
    @SuppressWarnings("NullAway.Init")
    private CgiServer server;

    @Override
    protected Backend newBackend() throws Exception {
        server = new CgiServer(nagios);
        HttpAccess access = HttpAccess.builder()
                .basic(CgiServer.USER, Secret.of(CgiServer.PASSWORD))
                .build();
        return new CgiBackend(HttpEndpoint.of(server.url(), access), context);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }
}
