package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * A process that answers commands as a test says. Its folder is below /tmp, because the path of a socket must be short.
 */
final class AnsweringProcess implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ObjectNode status = new ObjectMapper().createObjectNode();
    private final Path folder;
    private final ControlServer server;

    /** Starts it; {@code commands} are those that it answers besides {@code status}. */
    AnsweringProcess(Map<String, ControlCommand> commands) throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "answers");
        Map<String, ControlCommand> all = new HashMap<>(commands);
        all.put("status", (request, answer) -> answer.setAll(status));
        server = ControlServer.open(folder, all);
        status.put("version", "1.2.3").put("pid", 7);
        status.putObject("configuration")
                .put("in_force_since", "2026-11-21T07:00:00Z")
                .putObject("last_read")
                .put("success", true);
        status.putArray("sources");
    }

    /** Returns what it answers to {@code status}, to be changed. */
    ObjectNode status() {
        return status;
    }

    /** Adds a source to its status. */
    ObjectNode source(String name, String state) {
        ObjectNode source = status.withArray("sources").addObject();
        source.put("source", name).put("state", state);
        source.put("alerts", 3).put("open", 2).put("pending", 0);
        source.putNull("last_snapshot");
        return source;
    }

    String folder() {
        return folder.toString();
    }

    /** Runs a command, and returns its exit code. */
    int run(String... arguments) {
        CommandLine line =
                GlueCommand.newCommandLine(new Environment(name -> null, List.of(), folder.resolve("plugins")));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    /** Returns what the commands have printed since this was last called. */
    String takeOut() {
        String printed = out.toString();
        out.getBuffer().setLength(0);
        return printed;
    }

    /** Returns all messages of the commands so far. */
    String err() {
        return err.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
