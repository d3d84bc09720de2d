package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prism between a client and a simulated cloud: passes on every request and answer, and checks them against the
 * vendor's description of the API. It says in the header {@code sl-violations} of an answer, and in its log, what is
 * not as described.
 */
final class Prism implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Pattern LISTENING = Pattern.compile("Prism is listening on (http\\S+)");
    private static final String VIOLATION = "Violation: ";
    private static final String REQUEST = "Request received";

    private final Process process;
    private final Path log;
    private final URI url;

    private Prism(Process process, Path log) {
        this.process = process;
        this.log = log;
        Await.that(START, "Prism listens, see " + log, () -> !matches(LISTENING).isEmpty());
        this.url = URI.create(matches(LISTENING).get(0));
    }

    /** Starts one. The first call installs it, as its lock file says. */
    static Prism start(Path description, URI upstream) {
        try {
            Path program = installed().resolve("node_modules/@stoplight/prism-cli/dist/index.js");
            Path log = Folders.fresh("prism").resolve("prism.log");
            return new Prism(
                    new ProcessBuilder(
                                    "node",
                                    program.toString(),
                                    "proxy",
                                    "--port=0",
                                    description.toString(),
                                    upstream.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new AssertionError("Prism cannot be started", e);
        }
    }

    /** Several test runs may come here at once. */
    private static synchronized Path installed() throws IOException {
        Path folder = Files.createDirectories(Folders.work().resolve("prism"));
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Path done = folder.resolve("installed");
            if (lock.isValid() && !Files.exists(done)) {
                for (String file : List.of("package.json", "package-lock.json")) {
                    Files.writeString(
                            folder.resolve(file),
                            Files.readString(Folders.prism().resolve(file)));
                }
                npmInstall(folder);
                Files.createFile(done);
            }
        }
        return folder;
    }

    private static void npmInstall(Path folder) throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        npm.getOutputStream().close();
        String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
        try {
            assertTrue(npm.waitFor(5, TimeUnit.MINUTES), "npm has ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        assertEquals(0, npm.exitValue(), said);
    }

    /** Returns where clients send requests to. */
    URI url() {
        return url;
    }

    /** Returns how many requests it has received. */
    int requests() {
        return (int) lines().stream().filter(line -> line.contains(REQUEST)).count();
    }

    /** Returns what was not as described, each with the request. */
    List<String> violations() {
        List<String> lines = lines();
        List<String> found = new ArrayList<>();
        String request = "";
        for (String line : lines) {
            if (line.contains("Forwarding ")) {
                request = line.replaceFirst(".*Forwarding ", "");
            } else if (line.contains(VIOLATION)) {
                found.add(request + " " + line.substring(line.indexOf(VIOLATION)));
            }
        }
        return found;
    }

    private List<String> matches(Pattern pattern) {
        return lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + log, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
