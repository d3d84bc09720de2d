package io.github.argusglue.core.service;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import io.github.argusglue.core.adapter.PluginAdapterMaker;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.core.config.Day;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.OnPersonClose;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.config.TokenConfig;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.FloodLimits;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plugin.CurrentPlugins;
import io.github.argusglue.core.plugin.LoadedAdapter;
import io.github.argusglue.core.registry.CloseBudget;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.shape.FlapPolicy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.core.token.TokenHash;
import io.github.argusglue.core.token.TokenSettings;
import io.github.argusglue.spi.Tag;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Converts the configuration of a source to the settings that the rest of the core uses. */
final class SourceSettingsFactory {
    private final Path stateDir;
    private final CurrentPlugins plugins;
    private final RunOptions options;
    private final InstallationId installation;
    private final Ownership ownership;
    private final GlueMetrics metrics;
    private final Clock clock;

    /** Shared by all loops of a source, so that a hanging adapter of an earlier loop is recognised. */
    private final Map<String, AdapterStore> stores = new ConcurrentHashMap<>();

    /** Shared, too: a source has one budget of requests. */
    private final Map<String, HttpClients> clients = new ConcurrentHashMap<>();

    /**
     * Creates the factory.
     *
     * @param atStart the configuration at the start; the state folder does not change later
     */
    @Inject
    SourceSettingsFactory(
            GlueConfig atStart,
            CurrentPlugins plugins,
            RunOptions options,
            InstallationId installation,
            Ownership ownership,
            Endpoint endpoint,
            Clock clock) {
        this.options = options;
        this.stateDir = atStart.stateDir();
        this.plugins = plugins;
        this.installation = installation;
        this.ownership = ownership;
        this.metrics = endpoint.metrics();
        this.clock = clock;
    }

    SourceSettings settings(GlueConfig config, SourceConfig source) {
        WritePermit permit = ownership.permit(source.name());
        List<Tag> tags = new ArrayList<>();
        source.tags().forEach((key, value) -> tags.add(new Tag(key, value)));
        return new SourceSettings(
                source.name(),
                source.interval(),
                source.snapshotTimeout(),
                config.argusOf(source).resync(),
                config.argusOf(source).fullListing(),
                source.heartbeat(),
                policy(source),
                tags,
                new ShapingConfig(tags, RuleSet.of(source.rules()), flap(source), source.suppressed()),
                stateFile(stateDir, source),
                new AdapterEnvironment(
                        stores.computeIfAbsent(source.name(), this::store),
                        clients.computeIfAbsent(source.name(), this::httpClients),
                        installation.id(),
                        withSlash(config.argusOf(source).url()),
                        source.maxAnswerBytes(),
                        () -> permit.nanosLeft() > 0));
    }

    private AdapterStore store(String source) {
        Path folder = stateDir.resolve("sources").resolve(source + ".adapter");
        return options.keepsState()
                ? ownership.entries(source).map(AdapterStore::in).orElseGet(() -> new AdapterStore(folder))
                : AdapterStore.temporary(folder);
    }

    private HttpClients httpClients(String source) {
        return HttpClients.of(
                stateDir.resolve("sources").resolve(source + ".requests.json"), metrics.requestsOf(source), clock);
    }

    private static URI withSlash(URI url) {
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    /** Returns the Argus user that a source writes as. */
    WriterIdentity identity(GlueConfig config, SourceConfig source, OwnerClaims claims) {
        return identity(config, source, stateDir, claims);
    }

    static WriterIdentity identity(GlueConfig config, SourceConfig source, Path stateDir, OwnerClaims claims) {
        return new WriterIdentity(
                new WriterIdentity.Settings(
                        source.name(),
                        config.sources().indexOf(source),
                        config.argusOf(source).url(),
                        stateFile(stateDir, source),
                        () -> TokenHash.of(source.argusToken().reveal()).text()),
                claims);
    }

    private static Path stateFile(Path stateDir, SourceConfig source) {
        return stateDir.resolve("sources").resolve(source.name() + ".json");
    }

    /** Returns the settings of a source's token. */
    TokenSettings token(GlueConfig config, SourceConfig source) {
        return tokenSettings(config, source, stateDir);
    }

    static TokenSettings tokenSettings(GlueConfig config, SourceConfig source, Path stateDir) {
        TokenConfig token = source.token();
        return new TokenSettings(
                source.name(),
                source.argus(),
                config.argusOf(source).url(),
                source.argusToken(),
                config.tokenFileOf(source).orElse(null),
                token.tokenCreated().map(Day::start).orElse(null),
                token.tokenLifetime(),
                token.renew(),
                login(token),
                stateDir.resolve("sources").resolve(source.name() + ".token.json"));
    }

    private static TokenSettings.@Nullable Login login(TokenConfig token) {
        return token.argusUsername().isPresent() && token.argusPassword().isPresent()
                ? new TokenSettings.Login(
                        token.argusUsername().get(), token.argusPassword().get())
                : null;
    }

    private static @Nullable FlapPolicy flap(SourceConfig source) {
        return source.flap()
                .map(flap -> new FlapPolicy(flap.changes(), flap.within(), flap.hold()))
                .orElse(null);
    }

    private Policy policy(SourceConfig source) {
        Duration twoLooks = source.interval().multipliedBy(2).plus(source.snapshotTimeout());
        return new Policy(
                source.onPersonClose() == OnPersonClose.RESPECT,
                source.personCloseHolds(),
                source.reopenWithin(),
                source.closeUnknown(),
                source.updateInterval(),
                new CloseBudget(
                        source.massClose().atLeast(),
                        source.massClose().percent(),
                        source.massClose().within()),
                twoLooks,
                source.interval(),
                options.minAge(),
                true,
                new FloodLimits(source.openAfter(), source.closeAfter(), source.maxOpen()));
    }

    AdapterMaker maker(GlueConfig config, SourceConfig source) {
        return new PluginAdapterMaker(adapter(source), config.tableOf(source));
    }

    /** Returns the defaults in force of a source that leave out problems, as text for people. */
    List<String> hidingDefaults(GlueConfig config, SourceConfig source) {
        return config.tableOf(source).hidingDefaults(adapter(source).configType());
    }

    private LoadedAdapter adapter(SourceConfig source) {
        return plugins.get()
                .adapter(source.type())
                .orElseThrow(() -> new IllegalArgumentException("no plugin has type '" + source.type() + "'"));
    }
}
