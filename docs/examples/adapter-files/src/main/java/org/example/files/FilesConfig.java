package org.example.files;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.nio.file.Path;

/** What stands in the table of a source of this type, beside the keys that every source has. */
record FilesConfig(
        @Doc("Folder whose files are the open alerts") Path folder,

        @Doc("How the names of those files end; others are passed over") @Default(".alert")
        String suffix) {}
