package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Configuration of a source of type {@code nagios}. */
@CommonKeys({"config_file", "livestatus", "url", "username", "password", "web_url"})
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
        @Inline AlertConfig alerts) {

    /** How the daemon is read. */
    enum ReadFrom {
        AUTO,
        LIVESTATUS,
        FILES,
        CGI
    }

    /** Checks that the daemon can be read in the way that is wanted. */
    NagiosConfig {
        url.ifPresent(address -> HttpEndpoint.requireHttp("url", address));
        livestatus.ifPresent(address -> new LivestatusConfig(address, access));
        if (ways(readFrom, files, livestatus, url).isEmpty()) {
            throw new IllegalArgumentException("nothing to read with 'read_from' = \""
                    + readFrom.name().toLowerCase(Locale.ROOT)
                    + "\": set 'config_file' or 'status_file' to read the files of a daemon on this machine,"
                    + " 'livestatus' for its socket, or 'url' for the CGIs of a remote one");
        }
    }

    /** Returns the ways to try, the best first. */
    List<ReadFrom> ways() {
        return ways(readFrom, files, livestatus, url);
    }

    private static List<ReadFrom> ways(
            ReadFrom wanted, FilesConfig files, Optional<String> livestatus, Optional<URI> url) {
        Map<ReadFrom, Boolean> configured = new EnumMap<>(Map.of(
                ReadFrom.LIVESTATUS, livestatus.isPresent(),
                ReadFrom.FILES, files.isSet(),
                ReadFrom.CGI, url.isPresent()));
        configured.values().removeIf(isSet -> !isSet);
        configured.keySet().removeIf(way -> wanted != ReadFrom.AUTO && wanted != way);
        return List.copyOf(configured.keySet());
    }
}
