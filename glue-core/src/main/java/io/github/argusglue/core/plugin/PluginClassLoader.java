package io.github.argusglue.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plugin. A few packages come only from the application, all others only from the plugin (and
 * the JDK). There is no fallback, so that a plugin cannot come to depend on a library that argus-glue happens to
 * contain, and a missing library is noticed at once.
 */
final class PluginClassLoader extends URLClassLoader {
    /** With a trailing dot: {@code io.github.argusglue.spirit} is not shared. */
    static final List<String> SHARED = List.of("io.github.argusglue.spi.", "org.slf4j.");

    private static final List<String> SHARED_RESOURCES =
            SHARED.stream().map(prefix -> prefix.replace('.', '/')).toList();
    private static final String SERVICES = "META-INF/services/";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader application;

    PluginClassLoader(String name, List<URL> jars, ClassLoader application) {
        super("plugin-" + name, jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        this.application = application;
    }

    static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isShared(name)) {
            return super.loadClass(name, resolve);
        }
        Class<?> shared = application.loadClass(name);
        if (resolve) {
            resolveClass(shared);
        }
        return shared;
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (isSharedResource(name)) {
            return application.getResource(name);
        }
        return name.startsWith(SERVICES) ? findResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (isSharedResource(name)) {
            return application.getResources(name);
        }
        // Only the plugin's own providers: it cannot see the classes of the application's.
        return name.startsWith(SERVICES)
                ? Collections.enumeration(Collections.list(findResources(name)))
                : super.getResources(name);
    }

    /** Resources are named by their path, unlike classes. */
    private static boolean isSharedResource(String name) {
        return SHARED_RESOURCES.stream().anyMatch(name::startsWith);
    }
}
