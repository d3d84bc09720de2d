package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.alert.DisplayConfig;
import io.github.argusglue.plugin.nagios.alert.FeedbackConfig;
import io.github.argusglue.plugin.nagios.alert.NagiosAdapter;
import io.github.argusglue.plugin.nagios.alert.OpenConfig;
import io.github.argusglue.plugin.nagios.alert.WebInterface;
import io.github.argusglue.plugin.nagios.files.FilesConfig;
import io.github.argusglue.plugin.nagios.livestatus.LivestatusConfig;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of a source of type {@code nagios}.
 *
 * @param readFrom which of the ways that are configured is used
 * @param files the daemon's files
 * @param livestatus address of Livestatus
 * @param url address of the CGIs
 * @param access how the CGIs and Livestatus over TLS are accessed
 * @param open which problems are reported
 * @param display how problems are shown in Argus
 * @param feedback what is carried to the daemon
 */
record NagiosConfig(
        @Doc("How the daemon is read: `livestatus`, `files`, `cgi`; `auto` takes the first of these that is configured"
                + " and works when the source starts")
        @Default("auto")
        ReadFrom readFrom,

        @Inline FilesConfig files,

        @Doc("Livestatus: path of its unix socket, `host:port`, or `tls://host:port`")
        Optional<String> livestatus,

        @Doc("Address of the web interface of Nagios Core 4, below which are its CGIs:"
                + " `https://nagios.example.org/nagios4`")
        Optional<URI> url,

        @Inline HttpAccess access,
        @Inline OpenConfig open,
        @Inline DisplayConfig display,
        @Inline FeedbackConfig feedback) {

    /** How the daemon is read. */
    enum ReadFrom {
        AUTO,
        LIVESTATUS,
        FILES,
        CGI
    }

    /**
     * Checks that the daemon can be read in the way that is wanted.
     *
     * @throws IllegalArgumentException if a key is missing, or an address is not one
     */
    NagiosConfig {
        url.ifPresent(address -> HttpEndpoint.requireHttp("url", address));
        livestatus.ifPresent(address -> new LivestatusConfig(address, access));
        List<ReadFrom> configured = configured(files, livestatus, url);
        if (configured.isEmpty()) {
            throw new IllegalArgumentException(
                    "set 'config_file' or 'status_file' to read the files of a daemon on this"
                            + " machine, 'livestatus' for its socket, or 'url' for the CGIs of a remote one");
        }
        if (readFrom != ReadFrom.AUTO && !configured.contains(readFrom)) {
            throw new IllegalArgumentException(
                    switch (readFrom) {
                        case LIVESTATUS -> "'read_from' is \"livestatus\", but the key 'livestatus' is not set";
                        case CGI -> "'read_from' is \"cgi\", but the key 'url' is not set";
                        default -> "'read_from' is \"files\", but neither 'config_file' nor 'status_file' is set";
                    });
        }
    }

    private static List<ReadFrom> configured(FilesConfig files, Optional<String> livestatus, Optional<URI> url) {
        List<ReadFrom> configured = new ArrayList<>();
        livestatus.ifPresent(address -> configured.add(ReadFrom.LIVESTATUS));
        if (files.isSet()) {
            configured.add(ReadFrom.FILES);
        }
        url.ifPresent(address -> configured.add(ReadFrom.CGI));
        return configured;
    }

    /** Returns the ways to try, the best first. */
    List<ReadFrom> ways() {
        return readFrom == ReadFrom.AUTO ? configured(files, livestatus, url) : List.of(readFrom);
    }

    NagiosAdapter.Settings settings() {
        return new NagiosAdapter.Settings(open, display, feedback, WebInterface.NAGIOS);
    }
}
