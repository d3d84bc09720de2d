package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterStore;
import java.net.URI;
import java.nio.file.Path;

/** The environment of adapters in tests. */
public final class AdapterSketch {
    private AdapterSketch() {}

    public static AdapterEnvironment in(Path folder) {
        return new AdapterEnvironment(
                new AdapterStore(folder.resolve("oslo.adapter")),
                "0123456789abcdef",
                URI.create("https://argus.example.org/"));
    }
}
