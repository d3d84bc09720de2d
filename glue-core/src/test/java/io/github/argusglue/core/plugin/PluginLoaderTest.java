package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Guice;
import io.github.argusglue.spi.SourceAdapterFactory;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class PluginLoaderTest {
    private final PluginLoader loader = new PluginLoader(BuildInfo.read().spiVersion());

    @TempDir
    Path plugins;

    @Test
    void foldersAndSingleJarsAreLoaded() throws IOException {
        JarPlugin.good("one").write(plugins.resolve("first/first-1.jar"));
        Path library = JarPlugin.empty().entry("some.txt", new byte[] {1}).write(plugins.resolve("first/a-lib.jar"));
        JarPlugin.good("two").write(plugins.resolve("second.jar"));
        Files.writeString(plugins.resolve("README.txt"), "not a plugin");
        Files.createDirectory(plugins.resolve(".hidden"));
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of(), registry.faults());
        assertEquals(List.of("one", "two"), registry.types());
        assertEquals(
                List.of("first", "second"),
                registry.plugins().stream().map(LoadedPlugin::name).toList());
        LoadedPlugin first = registry.plugins().get(0);
        assertEquals(List.of(library, plugins.resolve("first/first-1.jar")), first.jars());
        assertEquals("1.2.3", first.version());
        assertEquals(BuildInfo.read().spiVersion(), first.spiVersion());
        LoadedAdapter adapter = registry.adapter("one").orElseThrow();
        assertSame(first, adapter.plugin());
        assertEquals("one", adapter.factory().type());
        assertEquals(adapter.configType(), registry.configType("one").orElseThrow());
    }

    @Test
    void onePluginMayHaveSeveralTypes() throws IOException {
        JarPlugin.good("one")
                .source(
                        "demo.Other",
                        "package demo; public class Other extends Factory {"
                                + " @Override public String type() { return \"other\"; } }")
                .service("# both\ndemo.Factory\ndemo.Other # the second\n")
                .write(plugins.resolve("p.jar"));
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of(), registry.faults());
        assertEquals(List.of("one", "other"), registry.types());
        assertEquals(1, registry.plugins().size());
    }

    @Test
    void aPluginMayHaveAClusterEngine() throws IOException {
        JarPlugin.good("one").write(plugins.resolve("a.jar"));
        JarPlugin.engine("store").write(plugins.resolve("b.jar"));
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of(), registry.faults());
        assertEquals(List.of("one"), registry.types(), "an engine is no source");
        assertEquals(List.of("store"), registry.engines());
        LoadedEngine engine = registry.engine("store").orElseThrow();
        assertEquals(engine.configType(), registry.engineConfig("store").orElseThrow());
        assertEquals(List.of("store"), registry.enginesOf(registry.plugins().get(1)));
        IllegalArgumentException broken = assertThrows(
                IllegalArgumentException.class, () -> engine.create(config(engine), Duration.ofSeconds(1), () -> {}));
        assertTrue(String.valueOf(broken.getMessage()).startsWith("plugin 'b' 1.2.3: create() "), broken::toString);
        assertSame(
                engine.factory(),
                loader.load(plugins, registry).engine("store").orElseThrow().factory());
    }

    private static Record config(LoadedEngine engine) {
        try {
            return engine.configType().getDeclaredConstructor(String.class).newInstance("y");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no constructor", e);
        }
    }

    @Test
    void enginesHaveTheirOwnKeysAndNames() throws IOException {
        JarPlugin.engine("store").write(plugins.resolve("a.jar"));
        JarPlugin.engine("store").write(plugins.resolve("b.jar"));
        JarPlugin.engine("other")
                .with("/*KEYS*/", ", @Default(\"1s\") Duration ttl")
                .write(plugins.resolve("c.jar"));
        JarPlugin.good("store").write(plugins.resolve("d.jar"));
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of("store"), registry.engines());
        assertEquals(List.of("store"), registry.types(), "a source's type may be called like an engine");
        List<String> faults =
                registry.faults().stream().map(PluginFault::toString).toList();
        assertTrue(faults.get(0).contains("engine 'store' already exists in plugin 'a'"), faults::toString);
        assertTrue(faults.get(1).contains("the keys [ttl] are reserved for argus-glue"), faults::toString);
    }

    @Test
    void classesArePartitioned() throws Exception {
        JarPlugin.good("one").write(plugins.resolve("a.jar"));
        JarPlugin.good("two").write(plugins.resolve("b.jar"));
        PluginRegistry registry = loader.load(plugins);
        ClassLoader a = registry.plugins().get(0).classLoader();
        ClassLoader b = registry.plugins().get(1).classLoader();
        assertSame(SourceAdapterFactory.class, a.loadClass(SourceAdapterFactory.class.getName()));
        assertSame(LoggerFactory.class, a.loadClass(LoggerFactory.class.getName()));
        assertSame(a, a.loadClass("demo.Factory").getClassLoader());
        assertNotSame(a.loadClass("demo.Factory"), b.loadClass("demo.Factory"));
        assertThrows(ClassNotFoundException.class, () -> a.loadClass(Guice.class.getName()));
        assertThrows(ClassNotFoundException.class, () -> a.loadClass("ch.qos.logback.classic.Logger"));
        assertThrows(ClassNotFoundException.class, () -> a.loadClass(PluginLoader.class.getName()));
        assertEquals("java.sql.Driver", a.loadClass("java.sql.Driver").getName());
    }

    @Test
    void jacksonInTheSameVersionIsTheApplications() throws Exception {
        JarPlugin.good("one").write(plugins.resolve("one/plugin.jar"));
        JarPlugin.addJackson(plugins.resolve("one"));
        JarPlugin.good("two").write(plugins.resolve("two/plugin.jar"));
        JarPlugin.addJackson(plugins.resolve("two"));
        for (LoadedPlugin plugin : loader.load(plugins).plugins()) {
            for (Class<?> type : List.of(JsonFactory.class, JsonInclude.class, ObjectMapper.class)) {
                assertSame(type, plugin.classLoader().loadClass(type.getName()));
            }
        }
    }

    @Test
    void jacksonInAnotherVersionIsThePlugins() throws Exception {
        JarPlugin.good("one").write(plugins.resolve("one/plugin.jar"));
        JarPlugin.addJackson(plugins.resolve("one"));
        Path annotations;
        try (Stream<Path> files = Files.list(plugins.resolve("one"))) {
            annotations = files.filter(file -> file.toString().contains("annotations"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileSystem jar = FileSystems.newFileSystem(annotations)) {
            Files.writeString(jar.getPath("META-INF/other.txt"), "another version");
        }
        ClassLoader plugin = loader.load(plugins).plugins().get(0).classLoader();
        for (Class<?> type : List.of(JsonFactory.class, JsonInclude.class, ObjectMapper.class)) {
            assertSame(
                    plugin,
                    plugin.loadClass(type.getName()).getClassLoader(),
                    "all of it, because they need each other");
        }
    }

    @Test
    void onlyWhatThePluginContainsIsShared() throws Exception {
        JarPlugin.good("one").write(plugins.resolve("one/plugin.jar"));
        JarPlugin.addJackson(plugins.resolve("one"));
        try (Stream<Path> files = Files.list(plugins.resolve("one"))) {
            for (Path file :
                    files.filter(file -> file.toString().contains("databind")).toList()) {
                Files.delete(file);
            }
        }
        ClassLoader plugin = loader.load(plugins).plugins().get(0).classLoader();
        assertSame(JsonFactory.class, plugin.loadClass(JsonFactory.class.getName()));
        assertThrows(ClassNotFoundException.class, () -> plugin.loadClass(ObjectMapper.class.getName()));
    }

    @Test
    void resourcesArePartitionedLikeClasses() throws IOException {
        String logback = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
        JarPlugin.good("one")
                .entry("org/slf4j/own.txt", new byte[] {1})
                .entry("demo/own.txt", new byte[] {1})
                .write(plugins.resolve("a.jar"));
        ClassLoader plugin = loader.load(plugins).plugins().get(0).classLoader();
        assertEquals(1, Collections.list(plugin.getResources(PluginJar.SERVICE)).size());
        assertEquals(List.of(), Collections.<URL>list(plugin.getResources(logback)));
        assertEquals(null, plugin.getResource(logback));
        assertEquals(1, Collections.list(plugin.getResources("demo/own.txt")).size());
        assertEquals(null, plugin.getResource("org/slf4j/own.txt"));
        assertEquals(List.of(), Collections.<URL>list(plugin.getResources("org/slf4j/own.txt")));
        String spi = SourceAdapterFactory.class.getName().replace('.', '/') + ".class";
        assertEquals(1, Collections.list(plugin.getResources(spi)).size());
        assertEquals(null, plugin.getResource("io/github/argusglue/core/plugin/build.properties"));
    }

    @Test
    void aDuplicateTypeIsRejected() throws IOException {
        JarPlugin.good("same").write(plugins.resolve("a.jar"));
        JarPlugin.good("same").write(plugins.resolve("b.jar"));
        JarPlugin.good("free").write(plugins.resolve("c.jar"));
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of("free", "same"), registry.types());
        assertEquals("a", registry.adapter("same").orElseThrow().plugin().name());
        assertEquals(
                List.of(new PluginFault(
                        "b", "type 'same' already exists in plugin 'a'", "remove one of the two", List.of("same"))),
                registry.faults());
    }

    @Test
    void aMissingFolderIsAFaultButAnEmptyOneIsNot() {
        assertEquals(List.of(), loader.load(plugins).faults());
        PluginRegistry none = loader.load(plugins.resolve("no"));
        assertEquals(
                "plugin '" + plugins.resolve("no") + "': the folder does not exist; create it, or set 'plugins_dir'",
                none.faults().get(0).toString());
    }

    @Test
    void whyATypeIsMissing() throws IOException {
        JarPlugin.good("one").with("/*KEYS*/", ", String interval").write(plugins.resolve("a.jar"));
        Files.writeString(plugins.resolve("b.jar"), "no zip");
        PluginRegistry registry = loader.load(plugins);
        assertEquals(List.of("one"), registry.faults().get(0).types());
        assertTrue(registry.whyMissing("one").orElseThrow().startsWith("plugin 'a': its configuration record"));
        assertTrue(registry.whyMissing("one").orElseThrow().contains("[interval]"));
        assertTrue(registry.whyMissing("two").orElseThrow().contains("plugin 'b': 'b.jar' is not a readable jar"));
    }

    @Test
    void theContextClassLoaderIsThePluginsDuringLoading() throws IOException {
        JarPlugin.good("one")
                .with(
                        "/*MEMBERS*/",
                        "public Factory() { if (Thread.currentThread().getContextClassLoader()"
                                + " != getClass().getClassLoader()) throw new IllegalStateException(\"context\"); }")
                .write(plugins.resolve("a.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertEquals(List.of(), loader.load(plugins).faults());
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void encodingOfTheServiceFileIsUtf8() throws IOException {
        JarPlugin.good("one")
                .entry(PluginJar.SERVICE, "# \u00e6\ndemo.Factory\n".getBytes(StandardCharsets.UTF_8))
                .write(plugins.resolve("a.jar"));
        assertEquals(List.of("one"), loader.load(plugins).types());
    }
}
