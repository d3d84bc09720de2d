package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What code of a plugin does to the process: printing, and ending it. */
@Isolated
final class PluginOutputTest {
    @TempDir
    Path folder;

    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final InstantSource clock = () -> now;

    @BeforeEach
    void install() {
        logged.start();
        logger().addAppender(logged);
        PrintStream stream = new PrintStream(
                new PluginOutput(new PrintStream(others, true, StandardCharsets.UTF_8), clock),
                true,
                StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    @AfterEach
    void restore() {
        System.setOut(outBefore);
        System.setErr(errBefore);
        logger().detachAppender(logged);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("plugin");
    }

    @Test
    void whatAPluginPrintsIsLogged() throws Exception {
        Callable<?> task = task("System.out.print(\"a\"); System.out.println(1); System.err.printf(\"%s%n\", \"c\");"
                + " new Exception(\"boo\").printStackTrace();");
        task.call();
        assertEquals("plugin 'p' printed: a1", message(0));
        assertEquals("plugin 'p' printed: c", message(1));
        assertEquals("plugin 'p' printed: java.lang.Exception: boo", message(2));
        assertEquals("", others.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatAThreadOfAPluginPrintsIsLogged() throws Exception {
        Callable<?> task =
                task("Thread thread = new Thread(() -> System.out.println(\"a\")); thread.start(); thread.join();");
        task.call();
        assertEquals("plugin 'p' printed: a", message(0));
    }

    @Test
    void whatOthersPrintGoesToStandardError() {
        System.out.println("from elsewhere");
        assertEquals("from elsewhere", others.toString(StandardCharsets.UTF_8).strip());
        assertEquals(List.of(), logged.list);
    }

    @Test
    void aPluginThatPrintsMuchIsCutOff() throws Exception {
        Callable<?> task = task("for (int i = 0; i < 1000; i++) System.out.println(i);");
        task.call();
        assertEquals(21, logged.list.size());
        assertEquals(
                "plugin 'p' prints more than 20 lines in 60 s: the rest is dropped until 2026-11-22T10:01:00Z",
                message(20));
        now = now.plusSeconds(60);
        task.call();
        assertEquals(42, logged.list.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            System.exit(3);                                                       | System.exit(3)
            Runtime.getRuntime().exit(4);                                         | Runtime.exit(4)
            Runtime.getRuntime().halt(5);                                         | Runtime.halt(5)
            java.util.function.IntConsumer end = System::exit; end.accept(6);     | System.exit(6)
            java.util.function.IntConsumer end = Runtime.getRuntime()::halt; end.accept(7); | Runtime.halt(7)
            """)
    void aPluginCannotEndTheProcess(String code, String call) throws Exception {
        Callable<?> task = task(code);
        Throwable thrown = assertThrows(PluginExit.ExitRefusedError.class, task::call);
        assertThrows(PluginExit.ExitRefusedError.class, task::call);
        assertEquals(
                List.of("plugin 'p' called " + call + " at demo.Task.call(Task.java:4): refused, argus-glue goes on;"
                        + " report it to its author"),
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        assertEquals(
                "called " + call + ", at demo.Task.call(Task.java:4), which is refused; report it to its author",
                PluginFailure.explain(thrown));
    }

    @Test
    void aMethodOfThePluginMayBeNamedExit() throws Exception {
        assertEquals(
                1,
                task("exit(1); return 1; } void exit(int code) { if (code == 0) {")
                        .call());
    }

    private String message(int index) {
        assertTrue(logged.list.size() > index, () -> logged.list.toString());
        return logged.list.get(index).getFormattedMessage();
    }

    private Callable<?> task(String code) throws IOException, ReflectiveOperationException {
        String end = code.contains("return 1") ? "} }" : "return 0; }";
        JarPlugin.good("one")
                .source(
                        "demo.Task",
                        "package demo;\npublic class Task implements java.util.concurrent.Callable<Object> {\n"
                                + "public Object call() throws Exception {\n" + code + "\n" + end + "}\n")
                .write(folder.resolve("p.jar"));
        PluginRegistry registry = new PluginLoader(BuildInfo.read().spiVersion()).load(folder);
        ClassLoader loader = registry.plugins().get(0).classLoader();
        return (Callable<?>) loader.loadClass("demo.Task").getConstructor().newInstance();
    }
}
