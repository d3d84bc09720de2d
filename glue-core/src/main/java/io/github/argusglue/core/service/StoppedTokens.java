package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.token.RenewalResult;
import io.github.argusglue.core.token.SourceToken;
import io.github.argusglue.core.token.TokenReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens while no service is running: their stored state, and their renewal by hand. */
public final class StoppedTokens implements AutoCloseable {
    private final ArgusServers servers;
    private final Map<String, SourceToken> tokens = new LinkedHashMap<>();

    private StoppedTokens(GlueConfig config, Clock clock) throws IOException {
        OwnerClaims claims = new OwnerClaims();
        this.servers = new ArgusServers(clock, name -> RequestObserver.NONE, null);
        servers.prepare(config.argus()).commit(Duration.ZERO);
        for (SourceConfig source : config.sources()) {
            tokens.put(
                    source.name(),
                    new SourceToken(
                            SourceSettingsFactory.tokenSettings(config, source, config.stateDir()),
                            servers.of(source).http(),
                            SourceSettingsFactory.identity(config, source, config.stateDir(), claims)::compare,
                            clock));
        }
    }

    /**
     * Reads the stored state; sends no requests.
     *
     * @throws IOException if a file that the configuration names cannot be read; the message names it
     */
    public static StoppedTokens of(GlueConfig config, Clock clock) throws IOException {
        return new StoppedTokens(config, clock);
    }

    /** Returns the status of each token. */
    public List<TokenReport> reports() {
        return tokens.values().stream().map(SourceToken::report).toList();
    }

    /** Renews the token of a source. */
    public RenewalResult renew(String source, Duration patience) throws InterruptedException {
        SourceToken token = tokens.get(source);
        if (token == null) {
            throw new IllegalArgumentException("there is no source '" + source + "'");
        }
        return token.renew(patience);
    }

    @Override
    public void close() {
        servers.close(Duration.ZERO);
    }
}
