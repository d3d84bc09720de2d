package io.github.argusglue.core.plugin;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a loaded plugin whose jar changes. */
final class PluginCopyTest {
    private static final String LATER = "package demo; public class Later { public static String name() {"
            + " return new java.util.concurrent.Callable<String>() {"
            + " public String call() { return \"CONTENT\"; } }.call(); } }";

    @TempDir
    Path folder;

    private Path plugins = Path.of("");
    private Path copies = Path.of("");
    private PluginLoader loader = new PluginLoader(BuildInfo.read().spiVersion());

    @BeforeEach
    void folders() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        copies = Files.createDirectory(folder.resolve("copies"));
        loader = new PluginLoader(BuildInfo.read().spiVersion(), copies, new LoadingThread());
    }

    @Test
    void classesAndResourcesAreTheOldOnesAfterTheJarWasOverwritten() throws Exception {
        Path jar = write("old");
        ClassLoader plugin = load().plugins().get(0).classLoader();
        overwrite(jar, new byte[100]);
        assertEquals("old", plugin.loadClass("demo.Later").getMethod("name").invoke(null));
        assertEquals("old", text(requireNonNull(plugin.getResourceAsStream("demo/text #1.txt"))));
        URL url = requireNonNull(plugin.getResource("demo/text #1.txt"));
        assertEquals("old", text(url.openStream()));
        assertEquals("old", text(new URL(url, "text%20%231.txt").openStream()));
        assertThrows(IOException.class, () -> new URL(url, "no.txt").openStream());
    }

    @Test
    void noCopyIsLeftOnTheDisk() throws IOException {
        write("a");
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        assertEquals(List.of("one"), load().types());
        try (Stream<Path> left = Files.list(copies)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void pluginIsUsedWhereItIsIfItCannotBeCopied() throws Exception {
        write("a");
        Files.delete(copies);
        PluginRegistry registry = load();
        assertEquals(List.of(), registry.faults());
        Class<?> later = registry.plugins().get(0).classLoader().loadClass("demo.Later");
        assertEquals("a", later.getMethod("name").invoke(null));
    }

    @Test
    void halfOfAJarIsRejected() throws IOException {
        Path jar = write("a");
        byte[] whole = Files.readAllBytes(jar);
        overwrite(jar, Arrays.copyOf(whole, whole.length / 2));
        assertEquals(
                "'p.jar' is not a readable jar (zip END header not found)",
                load().faults().get(0).reason());
    }

    @Test
    void packageAndCodeSourceNameTheOriginal() throws Exception {
        Path jar = write("a");
        Class<?> later = load().plugins().get(0).classLoader().loadClass("demo.Later");
        assertEquals("1.2.3", later.getPackage().getImplementationVersion());
        assertEquals(
                jar.toUri().toURL(), later.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void fingerprintIsThatOfTheContent() throws IOException {
        write("a");
        String first = load().plugins().get(0).fingerprint();
        Files.move(plugins.resolve("p.jar"), plugins.resolve("q.jar"));
        assertEquals(first, load().plugins().get(0).fingerprint());
        Files.delete(plugins.resolve("q.jar"));
        write("b");
        assertNotEquals(first, load().plugins().get(0).fingerprint());
    }

    private PluginRegistry load() {
        return loader.load(plugins);
    }

    private Path write(String content) throws IOException {
        return JarPlugin.good("one")
                .source("demo.Later", LATER.replace("CONTENT", content))
                .entry("demo/text #1.txt", content.getBytes(StandardCharsets.UTF_8))
                .write(plugins.resolve("p.jar"));
    }

    /** As cp does: the file stays the same, its content is replaced. */
    private static void overwrite(Path jar, byte[] content) throws IOException {
        Files.write(jar, content);
    }

    private static String text(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
