package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that is run for each reading, and prints documents on its standard output. Only a run that ends in time,
 * with exit code 0 and whole documents, counts.
 */
public final class CommandSource implements DocumentSource {
    private final List<String> command;
    private final Map<String, Secret> environment;
    private final Duration timeout;
    private final SourceContext context;
    private final ReadLimit limit;
    /** Guarded by this. */
    private @Nullable CommandRun running;
    /** Guarded by this. */
    private boolean closed;

    /**
     * Creates a source.
     *
     * @param command the program and its arguments; no shell reads them
     * @param environment all variables that the command gets besides {@code PATH}
     * @param timeout how long a run may take
     */
    public CommandSource(
            List<String> command, Map<String, Secret> environment, Duration timeout, SourceContext context) {
        this.command = List.copyOf(command);
        this.environment = environment;
        this.timeout = timeout;
        this.context = context;
        this.limit = ReadLimit.of(context);
    }

    @Override
    public List<Document> read() throws SourceException, InterruptedException {
        // What is printed may be as old as the start of the command.
        Instant started = context.clock().instant();
        String name = "command '" + command.get(0) + "'";
        CommandRun run = start(name);
        byte[] output;
        try {
            if (!run.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw SourceException.unreachable(
                        name + ": not finished after 'command_timeout' (" + timeout.toSeconds() + " s); it was killed"
                                + run.lastErrors(),
                        null);
            }
            output = run.output();
        } finally {
            run.kill();
        }
        return documents(run, output, name, started);
    }

    private synchronized CommandRun start(String name) throws SourceException {
        if (closed) {
            throw SourceException.unreachable(name + ": the source is closed", null);
        }
        try {
            CommandRun started = CommandRun.start(command, environment, limit, context.threadFactory());
            running = started;
            return started;
        } catch (IOException e) {
            String advice = ": check 'command', and that the user of argus-glue may execute it";
            throw SourceException.unreachable(name + " cannot be started: " + e.getMessage() + advice, e);
        }
    }

    private List<Document> documents(CommandRun run, byte[] output, String name, Instant started)
            throws SourceException {
        if (limit.isExceededBy(output.length)) {
            throw SourceException.badAnswer(name + ": printed " + limit + "; it was killed", null);
        }
        int code = run.exitCode();
        if (code != 0) {
            throw SourceException.unreachable(
                    name + ": exit code " + code + (code > 128 ? " (signal " + (code - 128) + ")" : "")
                            + ", so its output is not used" + run.lastErrors(),
                    null);
        }
        try {
            return Documents.parse(output, started, name);
        } catch (RefusedException e) {
            throw SourceException.badAnswer(e.getMessage() + run.lastErrors(), null);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.kill();
        }
    }
}
