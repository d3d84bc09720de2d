package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All known kinds of invalid plugins: each is rejected with a reason and a remedy, and a valid one beside it is loaded.
 */
final class RefusedPluginTest {
    @TempDir
    Path plugins;

    static Stream<Arguments> badPlugins() {
        return Stream.concat(badPacking(), badCode());
    }

    private static Stream<Arguments> badPacking() {
        byte[] any = {1};
        return Stream.of(
                argumentSet(
                        "no service",
                        JarPlugin.empty(),
                        "none of its jars contains META-INF/services/",
                        "add this file"),
                argumentSet(
                        "empty service file",
                        JarPlugin.good("x").service("# nothing\n"),
                        "is empty",
                        "add the name of the factory"),
                argumentSet(
                        "service file with garbage",
                        JarPlugin.good("x").service("two words\n"),
                        "its service file is invalid (",
                        "correct META-INF/services/"),
                argumentSet(
                        "service names a missing class",
                        JarPlugin.good("x").service("demo.Nope"),
                        "its factory is not in its jars (Provider demo.Nope not found)",
                        "correct META-INF/services/"),
                argumentSet(
                        "SPI inside",
                        JarPlugin.good("x").entry("io/github/argusglue/spi/Alert.class", any),
                        "contains io.github.argusglue.spi.Alert, which argus-glue provides",
                        "exclude glue-spi from the plugin (scope 'provided')"),
                argumentSet(
                        "SPI inside, for a newer Java",
                        JarPlugin.good("x").entry("META-INF/versions/21/io/github/argusglue/spi/Alert.class", any),
                        "contains io.github.argusglue.spi.Alert",
                        "exclude glue-spi"),
                argumentSet(
                        "slf4j inside",
                        JarPlugin.good("x").entry("org/slf4j/Logger.class", any),
                        "contains org.slf4j.Logger",
                        "exclude slf4j"),
                argumentSet(
                        "no SPI version",
                        JarPlugin.good("x").withoutManifest("Glue-Spi-Version"),
                        "does not contain the SPI version",
                        "add 'Glue-Spi-Version: MAJOR.MINOR'"),
                argumentSet(
                        "SPI version is not one",
                        JarPlugin.good("x").manifest("Glue-Spi-Version", "${glue.spi.version}"),
                        "'${glue.spi.version}' is not a version such as '1.2'",
                        "correct it"),
                argumentSet(
                        "newer SPI",
                        JarPlugin.good("x").manifest("Glue-Spi-Version", "0.99"),
                        "it was built for SPI 0.99, this is SPI ",
                        "install a newer argus-glue"),
                argumentSet(
                        "older SPI below 1.0",
                        JarPlugin.good("x").manifest("Glue-Spi-Version", "0.0"),
                        "it was built for SPI 0.0, this is SPI ",
                        "install a version of the plugin"));
    }

    private static Stream<Arguments> badCode() {
        return Stream.of(
                argumentSet(
                        "not a factory",
                        JarPlugin.good("x")
                                .source("demo.Other", "package demo; public class Other {}")
                                .service("demo.Other"),
                        "is not a SourceAdapterFactory of this argus-glue",
                        "implement that interface"),
                argumentSet(
                        "private constructor",
                        JarPlugin.good("x").with("/*MEMBERS*/", "private Factory() {}"),
                        "cannot create its factory",
                        "have a public constructor without parameters"),
                argumentSet(
                        "class is not public",
                        JarPlugin.good("x").with("public class Factory", "class Factory"),
                        "cannot create its factory",
                        "the class must be public"),
                argumentSet(
                        "abstract factory",
                        JarPlugin.good("x").with("public class Factory", "public abstract class Factory"),
                        "cannot create its factory",
                        "report it"),
                argumentSet(
                        "constructor throws",
                        JarPlugin.good("x")
                                .with("/*MEMBERS*/", "public Factory() { throw new IllegalStateException(\"boo\"); }"),
                        "java.lang.IllegalStateException: boo",
                        "report it"),
                argumentSet(
                        "constructor recurses",
                        JarPlugin.good("x").with("/*MEMBERS*/", "public Factory() { new Factory(); }"),
                        "StackOverflowError",
                        "report it"),
                argumentSet(
                        "static initialiser throws",
                        JarPlugin.good("x").with("/*MEMBERS*/", "static int x = Integer.parseInt(\"boo\");"),
                        "failed to initialise a class: java.lang.NumberFormatException",
                        "install another version of the plugin"),
                argumentSet(
                        "type is null",
                        JarPlugin.good("x").with("return \"x\"", "return null"),
                        "demo.Factory.type() is 'null'",
                        "report it"),
                argumentSet(
                        "type in capitals",
                        JarPlugin.good("Bad_Type"),
                        "demo.Factory.type() is 'Bad_Type', which does not match [a-z][a-z0-9-]*",
                        "report it"),
                argumentSet(
                        "type throws",
                        JarPlugin.good("x").with("return \"x\"", "throw new UnsupportedOperationException()"),
                        "its code failed with java.lang.UnsupportedOperationException",
                        "report it"),
                argumentSet(
                        "no configuration type",
                        JarPlugin.good("x").with("return Config.class", "return null"),
                        "demo.Factory.configType() is null, not a record",
                        "report it"),
                argumentSet(
                        "record with a type that no key can have",
                        JarPlugin.good("x").with("/*KEYS*/", ", Thread thread"),
                        "component 'thread': configuration records do not support the type java.lang.Thread",
                        "report it"),
                argumentSet(
                        "record with a key of the core",
                        JarPlugin.good("x").with("/*KEYS*/", ", String type"),
                        "the keys [type] are reserved for argus-glue",
                        "report it"),
                argumentSet(
                        "record with a default that is not of its type",
                        JarPlugin.good("x").with("/*KEYS*/", ", @Default(\"soon\") java.time.Duration wait_"),
                        "the default of key 'wait': 'soon' is not a duration",
                        "report it"),
                argumentSet(
                        "library forgotten",
                        JarPlugin.good("x")
                                .source(
                                        "lib.Library",
                                        "package lib; public class Library { public static int x() { return 1; } }")
                                .with("/*MEMBERS*/", "public Factory() { lib.Library.x(); }")
                                .without("lib.Library"),
                        "needs the class 'lib.Library', which is not in its jars; add the library to the"
                                + " plugin's folder",
                        "install another version of the plugin"));
    }

    @ParameterizedTest
    @MethodSource("badPlugins")
    void rejectedWithReasonAndRemedy(JarPlugin bad, String reason, String remedy) throws IOException {
        bad.write(plugins.resolve("bad.jar"));
        PluginFault fault = onlyFault();
        assertEquals("bad", fault.name());
        assertTrue(fault.reason().contains(reason), fault::toString);
        assertTrue(fault.whatToDo().contains(remedy), fault::toString);
    }

    @Test
    void emptyFolder() throws IOException {
        Files.writeString(Files.createDirectory(plugins.resolve("bad")).resolve("README"), "soon");
        assertEquals("its folder contains no jar", onlyFault().reason());
    }

    @Test
    void twoPluginsInOneFolder() throws IOException {
        JarPlugin.good("x").write(plugins.resolve("bad/x.jar"));
        JarPlugin.good("y").write(plugins.resolve("bad/y.jar"));
        assertEquals(
                "several of its jars are plugins: [x.jar, y.jar]", onlyFault().reason());
    }

    @Test
    void truncatedJar() throws IOException {
        Path jar = JarPlugin.good("x").write(plugins.resolve("bad.jar"));
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertTrue(onlyFault().reason().startsWith("'bad.jar' is not a readable jar ("));
    }

    @Test
    void compiledForANewerJava() throws IOException {
        byte[] header = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 99, 0, 1};
        JarPlugin.good("x")
                .service("demo.Newer")
                .entry("demo/Newer.class", header)
                .write(plugins.resolve("bad.jar"));
        String reason = onlyFault().reason();
        assertTrue(
                reason.startsWith("was compiled for Java 55; this is Java "
                        + Runtime.version().feature()),
                reason);
    }

    @Test
    void brokenClassFile() throws IOException {
        JarPlugin.good("x")
                .service("demo.Broken")
                .entry("demo/Broken.class", new byte[] {1, 2})
                .write(plugins.resolve("bad.jar"));
        assertTrue(onlyFault().reason().startsWith("has incompatible classes (java.lang.ClassFormatError"));
    }

    @Test
    void builtAgainstAnotherSpi() throws IOException {
        JarPlugin.good("x")
                .source(
                        "io.github.argusglue.spi.Later",
                        "package io.github.argusglue.spi; public class Later { public Later() {} }")
                .with("/*MEMBERS*/", "public Factory() { new Later(); }")
                .without("io.github.argusglue.spi.Later")
                .write(plugins.resolve("bad.jar"));
        String reason = onlyFault().reason();
        assertTrue(
                reason.startsWith("was built for SPI " + BuildInfo.read().spiVersion() + " but uses"
                        + " something that this version"),
                reason);
    }

    private PluginFault onlyFault() throws IOException {
        JarPlugin.good("good").write(plugins.resolve("good.jar"));
        PluginRegistry registry = new PluginLoader(BuildInfo.read().spiVersion()).load(plugins);
        assertEquals(List.of("good"), registry.types());
        assertEquals(1, registry.faults().size(), () -> registry.faults().toString());
        return registry.faults().get(0);
    }

    @Test
    void aFactoryThatHangsIsRejectedWithThePlace() throws IOException {
        JarPlugin.good("x")
                .with(
                        "/*MEMBERS*/",
                        "public Factory() throws Exception { new java.io.PipedInputStream("
                                + "new java.io.PipedOutputStream()).read(); }")
                .write(plugins.resolve("p.jar"));
        PluginLoader impatient =
                new PluginLoader(BuildInfo.read().spiVersion(), plugins, new LoadingThread(Duration.ofMillis(300)));
        String reason = impatient.load(plugins).faults().get(0).reason();
        assertEquals(
                "its factory has not returned within 0 s, in java.io.PipedInputStream.read, called by"
                        + " demo.Factory.<init>(Factory.java:6)",
                reason);
    }
}
