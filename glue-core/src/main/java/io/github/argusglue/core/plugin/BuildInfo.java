package io.github.argusglue.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of this build.
 *
 * @param version version of argus-glue
 * @param spiVersion version of its plugin interface
 */
public record BuildInfo(String version, SpiVersion spiVersion) {

    /** Returns the versions that the build wrote beside this class. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is missing beside " + BuildInfo.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                properties.getProperty("version", "?"), SpiVersion.parse(properties.getProperty("spi.version", "")));
    }
}
