package io.github.argusglue.core.plugin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a plugin contains the application's version of Jackson. Its classes then come from the application:
 * they behave the same, and are in memory once instead of once for each plugin. That is 4 MB for each plugin that reads
 * JSON.
 */
final class SharedJackson {
    private static final Logger log = LoggerFactory.getLogger("plugin");
    private static final List<Class<?>> OF_EACH_JAR = List.of(JsonFactory.class, JsonInclude.class, ObjectMapper.class);

    private SharedJackson() {}

    /**
     * Returns the packages, each with a trailing dot, that the plugin contains in the application's version: either of
     * all its jars of Jackson or of none, because they need each other.
     */
    static List<String> packages(PluginCopy copy) {
        List<String> packages = new ArrayList<>();
        for (Class<?> type : OF_EACH_JAR) {
            Optional<JarFile> jar = copy.jarWith(type.getName().replace('.', '/') + ".class");
            if (jar.isPresent() && !isApplications(type, jar.get())) {
                return List.of();
            }
            jar.ifPresent(found -> packages.add(type.getPackageName() + "."));
        }
        return List.copyOf(packages);
    }

    private static boolean isApplications(Class<?> type, JarFile jar) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return false;
        }
        try (JarFile own = new JarFile(Path.of(source.getLocation().toURI()).toFile())) {
            return PluginCopy.fingerprint(own) == PluginCopy.fingerprint(jar);
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            log.debug("cannot compare {} with {}", jar.getName(), source.getLocation(), e);
            return false;
        }
    }
}
