package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.config.DurationText;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.SourceQueue;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.token.SourceToken;
import io.github.argusglue.core.token.TokenMonitor;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Creates a source: its loop, its queue at its Argus server, its token. Starts nothing. */
final class SourceFactory {
    private final SourceSettingsFactory settings;
    private final ArgusServers servers;
    private final OwnerClaims claims;
    private final TokenMonitor tokens;
    private final Ownership ownership;
    private final Clock clock;

    @Inject
    SourceFactory(
            SourceSettingsFactory settings,
            ArgusServers servers,
            OwnerClaims claims,
            TokenMonitor tokens,
            Ownership ownership,
            Clock clock) {
        this.settings = settings;
        this.servers = servers;
        this.claims = claims;
        this.tokens = tokens;
        this.ownership = ownership;
        this.clock = clock;
    }

    RunningSource make(GlueConfig config, SourceConfig source) {
        ArgusServer server = servers.of(source);
        SourceQueue queue = server.executor().queueFor(source.name());
        WriterIdentity identity = settings.identity(config, source, claims);
        SourceToken token = new SourceToken(settings.token(config, source), server.http(), identity::compare, clock);
        Argus argus = server.http()
                .checkedArgus(source.name(), source.argusToken(), token.observer(), ownership.permit(source.name()));
        SourceLoop loop = new SourceLoop(
                settings.settings(config, source),
                settings.maker(config, source),
                argus,
                queue,
                server.feed(),
                clock,
                identity);
        if (ownership.isShared()) {
            loop.shareSystem();
        }
        tokens.add(token, argus, loop::resync);
        RunningSource made = new RunningSource(source.name(), loop, queue, server);
        made.logInfo("type " + source.type() + ", read every " + DurationText.format(source.interval()) + "; Argus "
                + config.argusOf(source).url()
                + source.failover()
                        .map(group -> "; on standby for '" + group + "'")
                        .orElse(""));
        List<String> hiding = settings.hidingDefaults(config, source);
        if (!hiding.isEmpty()) {
            made.logInfo("by default, some problems are left out: " + String.join(", ", hiding)
                    + ". To change that, set these keys in [sources." + source.name() + "]; 'argus-glue plan -v "
                    + source.name() + "' lists what is left out");
        }
        return made;
    }
}
