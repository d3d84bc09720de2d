package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.DisplayConfig.WebInterface;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.config.HttpEndpoint;
import java.util.List;

/** Creates adapters of type {@code nagios}: Nagios Core, Naemon and Icinga 1, by files, Livestatus or CGIs. */
public final class NagiosAdapterFactory implements SourceAdapterFactory<NagiosConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public NagiosAdapterFactory() {}

    @Override
    public String type() {
        return "nagios";
    }

    @Override
    public Class<NagiosConfig> configType() {
        return NagiosConfig.class;
    }

    @Override
    public SourceAdapter create(NagiosConfig config, SourceContext context) {
        context.answerWebhooks(new NglueWebhook(context::requestSnapshot));
        List<Backend> ways =
                config.ways().stream().map(way -> backend(way, config, context)).toList();
        Backend backend = ways.size() == 1 ? ways.get(0) : new FirstBackend(ways);
        return new NagiosAdapter(backend, config.alerts(), WebInterface.NAGIOS, context);
    }

    private static Backend backend(NagiosConfig.ReadFrom way, NagiosConfig config, SourceContext context) {
        return switch (way) {
            case LIVESTATUS ->
                new LivestatusBackend(
                        new LivestatusConfig(config.livestatus().orElseThrow(), config.access()), context);
            case CGI -> new CgiBackend(HttpEndpoint.of(config.url().orElseThrow(), config.access()), context);
            case FILES, AUTO -> new FilesBackend(config.files(), context);
        };
    }
}
