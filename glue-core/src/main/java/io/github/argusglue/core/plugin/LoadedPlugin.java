package io.github.argusglue.core.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A usable plugin.
 *
 * @param name name of its folder or jar
 * @param jars its own jars and those of its libraries, sorted
 * @param version from its manifest; {@code ?} if absent
 * @param spiVersion SPI version that it was built for
 * @param fingerprint the same for plugins with the same content
 * @param classLoader loads its classes
 */
public record LoadedPlugin(
        String name,
        List<Path> jars,
        String version,
        SpiVersion spiVersion,
        String fingerprint,
        ClassLoader classLoader) {
    public LoadedPlugin {
        jars = List.copyOf(jars);
    }

    /** Explains what the code of this plugin threw: the end of a sentence that begins with the plugin and a method. */
    public String explain(Throwable thrown) {
        return PluginFailure.explain(thrown, spiVersion);
    }
}
