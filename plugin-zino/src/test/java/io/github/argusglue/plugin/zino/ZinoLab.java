package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A real Zino with its own folder, controlled by the script that {@code -Dlab.zino} names. */
final class ZinoLab implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path script;
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    ZinoLab() {
        String given = System.getProperty("lab.zino");
        if (given == null) {
            throw new IllegalStateException("give the script that starts the lab: -Dlab.zino=PATH/zino.sh");
        }
        script = Path.of(given);
        try {
            folder = Files.createTempDirectory("zino-lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line : run("start").split("\n", -1)) {
            String[] both = line.split("=", 2);
            if (both.length == 2) {
                environment.put(both[0], both[1].strip());
            }
        }
        for (int router = 1; router <= 4; router++) {
            // The first poll of a router defines its normal state.
            poll("gw" + router);
        }
    }

    /** Runs a command of the script on this lab. */
    String run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, folder.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment()
                .putIfAbsent(
                        "ZINO_VENV",
                        Path.of(System.getProperty("user.home"), ".cache", "argus-glue", "zino-venv")
                                .toString());
        try {
            // The output goes to a file, since background processes of the script would keep a pipe open.
            Path output = Files.createTempFile(folder, "command", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            int status = process.waitFor();
            String text = Files.readString(output);
            if (status != 0) {
                throw new IllegalStateException(line + " failed with " + status + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ZinoConfigBuilder config() {
        ZinoConfigBuilder config = new ZinoConfigBuilder();
        config.server = environment.getOrDefault("ZINO_ADDRESS", "");
        config.port = Integer.parseInt(environment.getOrDefault("ZINO_PORT", "0"));
        config.notifyPort = Integer.parseInt(environment.getOrDefault("ZINO_NOTIFY_PORT", "0"));
        config.user = environment.getOrDefault("ZINO_USER", "");
        config.secret = environment.getOrDefault("ZINO_SECRET", "");
        config.timeout = Duration.ofSeconds(5);
        return config;
    }

    /**
     * Sends a command as a person would, repeatedly until Zino accepts it: a Zino that has just started knows no
     * routers.
     */
    ZinoReply operator(String command) {
        ZinoConfigBuilder config = config();
        config.user = "operator";
        config.secret = "another secret";
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try (ZinoSession session = ZinoSession.open(config.build(), socket -> {})) {
                ZinoReply reply = session.execute(command);
                if (!reply.isError() || System.nanoTime() > deadline) {
                    return reply;
                }
            } catch (SourceException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(e);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    void poll(String router) {
        operator("POLLRTR " + router);
    }

    /** Changes the state of a router, and makes Zino poll it. */
    void set(String router, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(router));
        arguments.addAll(List.of(settings));
        run("set", arguments.toArray(String[]::new));
        poll(router);
    }

    /** Closes all cases. */
    void closeAll() {
        for (String number : operator("CASEIDS").body()) {
            operator("SETSTATE " + number + " closed");
        }
    }

    /** Takes snapshots until one meets the condition. */
    static Snapshot await(ZinoAdapter adapter, String what, Predicate<Snapshot> condition)
            throws SourceException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Snapshot found = adapter.snapshot();
            if (condition.test(found)) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                return fail("no snapshot with " + what + " within " + TIMEOUT + "; the last one: " + found.alerts()
                        + " " + found.endings().size() + " endings");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    /** Takes snapshots until one contains an alert with this description. */
    static Alert await(ZinoAdapter adapter, String text) throws SourceException, InterruptedException {
        Predicate<Alert> wanted = alert -> alert.description().equals(text);
        return await(adapter, "'" + text + "'", found -> found.alerts().stream().anyMatch(wanted)).alerts().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        run("stop");
    }
}
