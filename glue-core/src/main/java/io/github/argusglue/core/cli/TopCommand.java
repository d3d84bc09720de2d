package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.DurationText;
import io.github.argusglue.core.control.ControlClient;
import io.github.argusglue.core.control.ControlException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the status of the running process, again and again. */
@Command(
        description = {
            "Show the sources of the running argus-glue, those that need a person first, until q or Ctrl-C.",
            "Arrows, space and b scroll. If the output is not a terminal, it is printed once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by q, Ctrl-C or SIGTERM, or printed once",
            "1:no running argus-glue was found, or it does not answer",
            "2:wrong usage or configuration"
        })
final class TopCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How often the size of the window is looked at: the signal for it cannot be handled in plain Java. */
    private static final Duration LOOK_AT_SIZE = Duration.ofMillis(500);

    private final GlueCommand root;
    private final InstantSource clock = InstantSource.system();

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "2s",
            description = "Time between two updates (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ZERO;

    @Spec
    private @Nullable CommandSpec spec;

    TopCommand(GlueCommand root) {
        this.root = root;
    }

    /**
     * Something that the screen has to react to.
     *
     * @param key null if it is an answer
     * @param answer null if it is a key, or if there was none
     * @param fault why there was no answer
     */
    private record Event(
            Terminal.@Nullable Key key,
            @Nullable JsonNode answer,
            @Nullable String fault) {}

    @Override
    public Integer call() throws ConfigException, ControlException, InterruptedException {
        if (interval.isZero()) {
            throw Output.usageError(spec, "--interval must be positive");
        }
        ControlClient client = process.client(root, TIMEOUT);
        JsonNode first = ask(client);
        Optional<Terminal> terminal = Terminal.open();
        if (terminal.isEmpty()) {
            new TopScreen(first, null, clock.instant())
                    .all()
                    .forEach(line -> Output.of(spec).println(line.text()));
            return ExitCode.OK;
        }
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        StopSignal signal = StopSignal.install(() -> events.add(new Event(Terminal.Key.QUIT, null, null)));
        ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(TopCommand::daemon);
        try (Terminal screen = terminal.get()) {
            daemon(() -> readKeys(screen, events)).start();
            var unused = asking.scheduleWithFixedDelay(
                    () -> ask(client, events), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
            show(screen, first, events);
        } finally {
            asking.shutdownNow();
            // Last of all: after a signal, this ends the process.
            signal.finished(ExitCode.OK);
        }
        return ExitCode.OK;
    }

    private void show(Terminal screen, JsonNode first, BlockingQueue<Event> events) throws InterruptedException {
        JsonNode answer = first;
        String fault = null;
        int scrolled = 0;
        int drawnHeight = 0;
        Event event = new Event(null, first, null);
        while (event == null || event.key() != Terminal.Key.QUIT) {
            int height = Terminal.height();
            if (event != null && event.key() == null) {
                answer = event.answer() == null ? answer : event.answer();
                fault = event.fault();
            }
            TopScreen top = new TopScreen(answer, fault, clock.instant());
            if (event != null && event.key() != null) {
                scrolled = scroll(scrolled, event.key(), top.room(height));
            }
            scrolled = Math.max(0, Math.min(scrolled, top.lastFirst(height)));
            if (event != null || height != drawnHeight) {
                screen.draw(top.page(height, scrolled));
                drawnHeight = height;
            }
            event = events.poll(LOOK_AT_SIZE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static int scroll(int scrolled, Terminal.Key key, int page) {
        return switch (key) {
            case UP -> scrolled - 1;
            case DOWN -> scrolled + 1;
            case PAGE_UP -> scrolled - page;
            case PAGE_DOWN -> scrolled + page;
            case QUIT, OTHER -> scrolled;
        };
    }

    private static JsonNode ask(ControlClient client) throws ControlException {
        return client.call(Map.of("command", "status"));
    }

    private void ask(ControlClient client, BlockingQueue<Event> events) {
        try {
            events.add(new Event(null, ask(client), null));
        } catch (ControlException e) {
            String fault = e.getMessage() + "; asking again every " + DurationText.format(interval);
            events.add(new Event(null, null, fault));
        }
    }

    private static void readKeys(Terminal screen, BlockingQueue<Event> events) {
        Terminal.Key key;
        do {
            try {
                key = screen.read();
            } catch (IOException e) {
                key = Terminal.Key.QUIT; // the terminal is gone
            }
            events.add(new Event(key, null, null));
        } while (key != Terminal.Key.QUIT);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "top");
        thread.setDaemon(true);
        return thread;
    }
}
