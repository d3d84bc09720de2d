package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class PluginContextTest {
    private final ClassLoader loader = URLClassLoader.newInstance(new URL[0]);
    private final LoadedPlugin plugin =
            new LoadedPlugin("demo", List.of(Path.of("demo.jar")), "1.2", new SpiVersion(0, 1), "", loader);
    private final PluginContext context = new PluginContext("oslo", plugin);

    @AfterEach
    void tidy() {
        MDC.clear();
    }

    @Test
    void theThreadContextIsSetDuringTheCallAndRestored() throws Exception {
        MDC.put("source", "outer");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        String seen = context.call("snapshot", () -> {
            assertSame(loader, Thread.currentThread().getContextClassLoader());
            return MDC.get("source");
        });
        assertEquals("oslo", seen);
        assertSame(before, Thread.currentThread().getContextClassLoader());
        assertEquals("outer", MDC.get("source"));
        MDC.remove("source");
        context.run("close", () -> {});
        assertNull(MDC.get("source"));
    }

    @Test
    void wrappedTaskRunsInTheContext() {
        AtomicReference<String> seen = new AtomicReference<>("");
        context.wrap(() -> seen.set(MDC.get("source"))).run();
        assertEquals("oslo", seen.get());
        assertNull(MDC.get("source"));
    }

    @Test
    void allowedExceptionsAreThrownUnchanged() {
        SourceException refused = SourceException.unauthorized("no");
        assertSame(
                refused,
                assertThrows(
                        SourceException.class,
                        () -> context.run("start", () -> {
                            throw refused;
                        })));
        assertThrows(
                InterruptedException.class,
                () -> context.run("start", () -> {
                    throw new InterruptedException();
                }));
    }

    @Test
    void anythingElseIsTheFaultOfThePlugin() {
        assertEquals(
                "plugin 'demo' 1.2: snapshot() failed with java.lang.IllegalStateException: boo; report it"
                        + " to its author",
                badAnswer(new IllegalStateException("boo")));
        assertTrue(badAnswer(new StackOverflowError()).contains("java.lang.StackOverflowError"));
        assertTrue(badAnswer(new NoClassDefFoundError("lib/X")).contains("needs the class 'lib.X'"));
        assertTrue(badAnswer(new NoSuchMethodError("io.github.argusglue.spi.Alert.x()"))
                .contains("built for SPI 0.1"));
    }

    @Test
    void nullIsAFaultOfThePlugin() {
        SourceException thrown = assertThrows(SourceException.class, () -> context.call("snapshot", () -> null));
        assertEquals("plugin 'demo' 1.2: snapshot() returned null; report it to its author", thrown.getMessage());
    }

    @Test
    void virtualMachineErrorsAreNotCaught() {
        assertThrows(
                OutOfMemoryError.class,
                () -> context.run("snapshot", () -> {
                    throw new OutOfMemoryError();
                }));
    }

    private String badAnswer(Throwable failure) {
        SourceException thrown = assertThrows(
                SourceException.class,
                () -> context.run("snapshot", () -> {
                    sneak(failure);
                }));
        assertEquals(SourceException.Kind.BAD_ANSWER, thrown.kind());
        assertSame(failure, thrown.getCause());
        return String.valueOf(thrown.getMessage());
    }

    private static void sneak(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }
}
