package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** The keys outside of any table. */
record RootConfig(
        @Doc(
                "Folder for what argus-glue remembers between two runs; without it the next start asks more and closes later")
        @Default("./state")
        Path stateDir,

        @Doc("Folder with the plugins; by default `plugins` beside the program's `bin`")
        Optional<Path> pluginsDir) {}
