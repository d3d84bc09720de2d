package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A real nginx or Caddy in front of something, as {@code glue.example.org} on a port of its own. */
final class LabProxy implements AutoCloseable {
    private static final String NAME = "glue.example.org";

    private final Shell script = new Shell(Folders.lab().resolve("proxy.sh"), Map.of());
    private final Path folder = Folders.fresh("proxy");
    private final int port = freePort();
    private boolean started;

    /** Makes the certificates; starts nothing. */
    LabProxy() {
        script.run("certificates", folder.toString());
    }

    /** Returns a port that nothing listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file with a certificate or key that proxy.sh has made. */
    Path file(String name) {
        return folder.resolve(name);
    }

    int port() {
        return port;
    }

    /** Starts a server. */
    void start(String kind, String configuration) {
        try {
            Path file = Files.writeString(folder.resolve("site.conf"), configuration);
            script.run(kind, folder.toString(), file.toString());
            started = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what curl prints for requests to this server: by default, the status of each, one a line. */
    List<String> curl(String path, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--path-as-is",
                "--http1.1",
                "--max-time",
                "60",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code}\\n",
                "--cacert",
                file("ca.crt").toString(),
                "--resolve",
                NAME + ":" + port + ":127.0.0.1"));
        command.addAll(Arrays.asList(options));
        command.add("https://" + NAME + ":" + port + path);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream output = process.getInputStream()) {
                return new String(output.readAllBytes(), UTF_8).lines().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (started) {
            script.run("stop", folder.toString());
        }
    }
}
