package io.github.argusglue.core.source;

import java.net.URI;
import java.nio.file.Path;

/** What adapters in tests are told of where they run. */
final class AdapterSketch {
    private AdapterSketch() {}

    static AdapterSettings in(Path folder) {
        return new AdapterSettings(
                new AdapterStore(folder.resolve("oslo.adapter")),
                "0123456789abcdef",
                URI.create("https://argus.example.org/"));
    }
}
