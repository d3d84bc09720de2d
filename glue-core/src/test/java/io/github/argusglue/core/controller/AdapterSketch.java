package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;

/** The environment of adapters in tests. */
public final class AdapterSketch {
    private AdapterSketch() {}

    public static AdapterEnvironment in(Path folder) {
        return new AdapterEnvironment(
                new AdapterStore(folder.resolve("oslo.adapter")),
                HttpClients.inMemory(InstantSource.system()),
                "0123456789abcdef",
                URI.create("https://argus.example.org/"));
    }
}
