package io.github.argusglue.core.plugin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.ConfigImport;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.slf4j.LoggerFactory;

/** A plugin that a test compiles and packs. */
public final class JarPlugin {
    private static final String FACTORY = """
            package demo;
            import io.github.argusglue.spi.*;
            import io.github.argusglue.spi.config.*;
            public class Factory implements SourceAdapterFactory<Factory.Config> {
                public record Config(@Default("x") String url /*KEYS*/) {}
                /*MEMBERS*/
                @Override public String type() { return "TYPE"; }
                @Override public Class<Config> configType() { return Config.class; }
                @Override public SourceAdapter create(Config config, SourceContext context) {
                    /*CREATE*/
                    return new SourceAdapter() {
                        @Override public Snapshot snapshot() { return Snapshot.complete(java.util.List.of()); }
                        @Override public void close() {}
                    };
                }
            }
            """;

    private static final String ENGINE = """
            package demo;
            import io.github.argusglue.spi.cluster.*;
            import io.github.argusglue.spi.config.*;
            import java.time.Duration;
            public class Engine implements ClusterEngineFactory<Engine.Config> {
                public record Config(@Default("x") String url /*KEYS*/) {}
                @Override public String type() { return "TYPE"; }
                @Override public Class<Config> configType() { return Config.class; }
                @Override public ClusterEngine create(Config config, Duration timeout, Runnable changed) {
                    throw new IllegalStateException("not yet");
                }
            }
            """;

    private static final String CONVERSION = """
            package demo;
            import io.github.argusglue.spi.config.*;
            import java.util.Optional;
            public class Conversion implements ConfigImport<Conversion.File> {
                public record File(Server server, Optional<String> colour) {}
                public record Server(java.net.URI url, String key) {}
                @Override public String name() { return "NAME"; }
                @Override public String program() { return "Elder"; }
                @Override public Class<File> fileType() { return File.class; }
                @Override public ImportedConfig convert(File file) {
                    /*CONVERT*/
                    return ImportedConfig.builder()
                        .set("sources.main", "type", "TYPE", "")
                        .carry("server.url", "argus", "url", file.server().url())
                        .carry("server.key", "sources.main", "argus_token", Secret.of(file.server().key()), "the same")
                        .note("sources.main", "interval", "Elder looked every minute.")
                        .drop("colour", "there are none here")
                        .build();
                }
            }
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Attributes manifest = new Attributes();
    private final List<String> left = new ArrayList<>();

    private JarPlugin() {
        manifest(Attributes.Name.MANIFEST_VERSION.toString(), "1.0");
    }

    /** Returns a jar with nothing in it. */
    public static JarPlugin empty() {
        return new JarPlugin();
    }

    /** Returns a valid plugin. */
    public static JarPlugin good(String type) {
        return empty().source("demo.Factory", FACTORY.replace("TYPE", type))
                .service("demo.Factory")
                .manifest("Glue-Spi-Version", BuildInfo.read().spiVersion().toString())
                .manifest("Implementation-Version", "1.2.3");
    }

    /** Returns a plugin with a cluster engine, which cannot be created. */
    public static JarPlugin engine(String type) {
        return empty().source("demo.Engine", ENGINE.replace("TYPE", type))
                .entry(PluginJar.ENGINE_SERVICE, "demo.Engine\n".getBytes(StandardCharsets.UTF_8))
                .manifest("Glue-Spi-Version", BuildInfo.read().spiVersion().toString())
                .manifest("Implementation-Version", "1.2.3");
    }

    /**
     * Adds a conversion of the configuration of a program named Elder; its file has the keys {@code url} and
     * {@code key}.
     */
    public JarPlugin conversion(String name) {
        return source("demo.Conversion", CONVERSION.replace("NAME", name))
                .entry(
                        "META-INF/services/" + ConfigImport.class.getName(),
                        "demo.Conversion\n".getBytes(StandardCharsets.UTF_8));
    }

    public JarPlugin source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Replaces a mark in the sources. */
    public JarPlugin with(String mark, String code) {
        sources.replaceAll((name, text) -> text.replace(mark, code));
        return this;
    }

    public JarPlugin service(String content) {
        return entry(PluginJar.SERVICE, content.getBytes(StandardCharsets.UTF_8));
    }

    public JarPlugin entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public JarPlugin manifest(String name, String value) {
        manifest.putValue(name, value);
        return this;
    }

    public JarPlugin withoutManifest(String name) {
        manifest.remove(new Attributes.Name(name));
        return this;
    }

    /** Compiles a class but leaves it out of the jar. */
    public JarPlugin without(String className) {
        left.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Writes the jar. */
    public Path write(Path jar) throws IOException {
        Files.createDirectories(requireNonNull(jar.getParent()));
        Path work = Files.createTempDirectory(jar.getParent(), ".work");
        if (!sources.isEmpty()) {
            compile(work);
        }
        Manifest written = new Manifest();
        written.getMainAttributes().putAll(manifest);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, written);
                Stream<Path> walk = Files.walk(work)) {
            for (Path file :
                    walk.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = work.relativize(file).toString();
                if (!left.contains(name)) {
                    put(zip, name, Files.readAllBytes(file));
                }
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return jar;
    }

    private static void put(JarOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new JarEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private void compile(Path work) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(requireNonNull(file.getParent()));
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests need a JDK");
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-d", work.toString(), "-cp", classPath(), "--release", "17");
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(messages.toString());
            }
        }
    }

    private static String classPath() {
        return Stream.of(SourceAdapterFactory.class, LoggerFactory.class, JsonFactory.class, ObjectMapper.class)
                .map(JarPlugin::jarOf)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Copies the jars of Jackson that these tests use. */
    public static void addJackson(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Class<?> type : List.of(JsonFactory.class, JsonInclude.class, ObjectMapper.class)) {
            Path jar = Path.of(jarOf(type));
            Files.copy(jar, folder.resolve(jar.getFileName()));
        }
    }

    /** The test's class path may be one jar that names the others, so the path is taken from a class. */
    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
