package io.github.argusglue.core.plugin;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a jar before its classes are loaded.
 *
 * @param name file name
 * @param hasProvider whether it names the factory of an adapter or of a cluster engine
 * @param version version in its manifest
 * @param spiVersion value of {@code Glue-Spi-Version} in its manifest
 * @param foreignClass a class that it contains although it must come from the application
 */
record PluginJar(
        String name,
        boolean hasProvider,
        Optional<String> version,
        Optional<String> spiVersion,
        Optional<String> foreignClass) {
    static final String SERVICE = "META-INF/services/" + SourceAdapterFactory.class.getName();
    static final String ENGINE_SERVICE = "META-INF/services/" + ClusterEngineFactory.class.getName();

    private static final Attributes.Name SPI_VERSION = new Attributes.Name("Glue-Spi-Version");
    private static final Pattern OF_A_RELEASE = Pattern.compile("^META-INF/versions/\\d+/");
    private static final String CLASS = ".class";

    static PluginJar read(PluginCopy.Jar copy) throws RefusedException {
        JarFile jar = copy.file();
        try {
            Manifest manifest = jar.getManifest();
            return new PluginJar(
                    copy.name(),
                    jar.getEntry(SERVICE) != null || jar.getEntry(ENGINE_SERVICE) != null,
                    attribute(manifest, Attributes.Name.IMPLEMENTATION_VERSION),
                    attribute(manifest, SPI_VERSION),
                    jar.stream()
                            .map(entry -> OF_A_RELEASE.matcher(entry.getName()).replaceFirst(""))
                            .filter(entry -> entry.endsWith(CLASS))
                            .map(entry -> entry.substring(0, entry.length() - CLASS.length())
                                    .replace('/', '.'))
                            .filter(PluginClassLoader::isShared)
                            .findFirst());
        } catch (IOException | IllegalArgumentException e) {
            // IllegalArgumentException: entry names with an invalid encoding.
            throw new RefusedException(
                    "'" + copy.name() + "' is not a readable jar (" + e.getMessage() + ")", "copy it again");
        }
    }

    private static Optional<String> attribute(@Nullable Manifest manifest, Attributes.Name name) {
        return Optional.ofNullable(manifest)
                .map(present -> present.getMainAttributes().getValue(name))
                .map(String::strip);
    }
}
