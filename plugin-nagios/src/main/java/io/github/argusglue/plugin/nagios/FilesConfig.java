package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.Doc;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Which files of the daemon are used. What is set here takes precedence over what nagios.cfg says. */
public record FilesConfig(
        @Doc(
                "`nagios.cfg`, `naemon.cfg` or `icinga.cfg` on this machine. It names the files below, which are only needed"
                        + " to override it")
        Optional<Path> configFile,

        @Doc("`status.dat`, if there is no `config_file` (`status_file` in nagios.cfg)")
        Optional<Path> statusFile,

        @Doc(
                "`objects.cache` (`object_cache_file` in nagios.cfg), for groups and links, and to tell whether `status_file`"
                        + " is complete. Without `config_file`: `objects.cache` beside `status_file`")
        Optional<Path> objectsFile,

        @Doc("`nagios.log` (`log_file` in nagios.cfg), which is followed to see changes at once")
        Optional<Path> logFile,

        @Doc("The pipe for external commands (`command_file` in nagios.cfg), to acknowledge and comment in Nagios")
        Optional<Path> commandFile,

        @Doc(
                "A pipe made with `mkfifo` to which Nagios writes check results with the template in the documentation. Only"
                        + " argus-glue may read it")
        Optional<Path> perfdataFifo) {

    public FilesConfig {
        if (configFile.isEmpty()
                && statusFile.isEmpty()
                && Stream.of(objectsFile, logFile, commandFile, perfdataFifo).anyMatch(Optional::isPresent)) {
            throw new IllegalArgumentException(
                    "set 'config_file' (the path of nagios.cfg) or 'status_file' (the path of"
                            + " status.dat): the other files do not say which problems exist");
        }
    }

    /** Returns whether the files are to be used at all. */
    public boolean isSet() {
        return configFile.isPresent() || statusFile.isPresent();
    }
}
