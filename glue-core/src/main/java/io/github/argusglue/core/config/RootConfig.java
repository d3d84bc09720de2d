package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** The top-level keys. */
record RootConfig(
        @Doc("Folder for the state that argus-glue keeps between runs. If it is lost, the next start"
                + " sends more requests and closes incidents later. Default: the folder that systemd names in"
                + " `$STATE_DIRECTORY`; otherwise `/var/lib/argus-glue` for a configuration in `/etc`, and `state`"
                + " beside the file for one elsewhere")
        Optional<Path> stateDir,

        @Doc("Folder with the plugins. Default: `plugins` beside the program's `bin`")
        Optional<Path> pluginsDir) {}
