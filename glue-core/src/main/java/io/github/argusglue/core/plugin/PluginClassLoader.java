package io.github.argusglue.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plugin. A few packages come only from the application, all others only from the plugin (and
 * the JDK). There is no fallback, so that a plugin cannot come to depend on a library that argus-glue happens to
 * contain, and a missing library is noticed at once. A plugin that contains the application's version of Jackson gets
 * the application's classes of it.
 *
 * <p>Classes are read from open jars that are no longer on the disk, so that their URLs have a protocol of their own.
 */
final class PluginClassLoader extends URLClassLoader {
    /** With a trailing dot: {@code io.github.argusglue.spirit} is not shared. */
    static final List<String> SHARED = List.of("io.github.argusglue.spi.", "org.slf4j.");

    private static final List<String> SHARED_RESOURCES =
            SHARED.stream().map(prefix -> prefix.replace('.', '/')).toList();
    private static final String EXIT = PluginExit.class.getName();
    private static final String SERVICES = "META-INF/services/";

    static {
        registerAsParallelCapable();
    }

    private final PluginCopy copy;
    private final List<OpenJar> jars = new ArrayList<>();
    private final ClassLoader application;
    private final List<String> jackson;
    private final Set<String> exits = ConcurrentHashMap.newKeySet();

    /** @param copy the plugin's jars, closed together with this loader */
    PluginClassLoader(String name, PluginCopy copy, ClassLoader application) throws RefusedException {
        super(PluginStack.LOADER + name, new URL[0], ClassLoader.getPlatformClassLoader());
        this.copy = copy;
        this.application = application;
        this.jackson = SharedJackson.packages(copy);
        for (PluginCopy.Jar jar : copy.jars()) {
            try {
                URL original = jar.original().toUri().toURL();
                CodeSource source = new CodeSource(original, (CodeSigner @Nullable []) null);
                // Without this loader: Java attaches the domains of the calling code to each new thread.
                ProtectionDomain domain = new ProtectionDomain(source, null);
                jars.add(new OpenJar(jar.file(), domain, new JarEntryUrls(jar.name(), jar.file())));
            } catch (MalformedURLException e) {
                throw new RefusedException(
                        "the path of '" + jar.original() + "' cannot be converted to a URL", "rename it");
            }
        }
    }

    private record OpenJar(JarFile file, ProtectionDomain domain, JarEntryUrls urls) {}

    static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    /** Returns whether the plugin tries to end the process at this place for the first time. */
    boolean isFirstExit(String place) {
        return exits.add(place);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isShared(name) && !name.equals(EXIT) && jackson.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        Class<?> shared = application.loadClass(name);
        if (resolve) {
            resolveClass(shared);
        }
        return shared;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (OpenJar jar : jars) {
            JarEntry entry = jar.file.getJarEntry(path);
            if (entry != null) {
                try {
                    return define(name, jar, entry);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, OpenJar jar, JarEntry entry) throws IOException {
        byte[] code;
        try (InputStream in = jar.file.getInputStream(entry)) {
            code = in.readAllBytes();
        }
        int end = name.lastIndexOf('.');
        if (end > 0 && getDefinedPackage(name.substring(0, end)) == null) {
            definePackage(name.substring(0, end), jar);
        }
        byte[] harmless = ExitCalls.replace(code);
        return defineClass(name, harmless, 0, harmless.length, jar.domain);
    }

    private void definePackage(String name, OpenJar jar) throws IOException {
        Manifest manifest = Objects.requireNonNullElseGet(jar.file.getManifest(), Manifest::new);
        try {
            definePackage(name, manifest, jar.domain.getCodeSource().getLocation());
        } catch (IllegalArgumentException e) {
            // Another thread has defined it in the meantime.
            if (getDefinedPackage(name) == null) {
                throw e;
            }
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        for (OpenJar jar : jars) {
            URL found = jar.urls.of(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        List<URL> found = new ArrayList<>();
        for (OpenJar jar : jars) {
            URL url = jar.urls.of(name);
            if (url != null) {
                found.add(url);
            }
        }
        return Collections.enumeration(found);
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
        return name.startsWith(SERVICES) ? findResources(name) : super.getResources(name);
    }

    /** Resources are named by their path, unlike classes. */
    private static boolean isSharedResource(String name) {
        return SHARED_RESOURCES.stream().anyMatch(name::startsWith);
    }

    @Override
    public void close() throws IOException {
        super.close();
        copy.close();
    }
}
