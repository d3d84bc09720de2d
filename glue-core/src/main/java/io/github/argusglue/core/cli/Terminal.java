package io.github.argusglue.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Optional;

/**
 * The terminal that a command runs in, as a screen: keys are read one by one, without echo, and the screen is drawn
 * anew each time. What was on it before comes back when it is closed. The settings are changed by {@code stty}, which
 * is on every system with a terminal; a library for this would be larger than the rest of the command line.
 */
final class Terminal implements AutoCloseable {
    private static final String ESC = "\u001b[";
    private static final int USUAL_HEIGHT = 24;

    /** Other screen, no cursor, and lines that are too long are cut instead of wrapped. */
    private static final String BEGIN = ESC + "?1049h" + ESC + "?25l" + ESC + "?7l";

    private static final String END = ESC + "?7h" + ESC + "?25h" + ESC + "?1049l";

    private final String settings;
    private final boolean coloured;
    private final InputStream keys;
    private final PrintStream screen;
    private boolean closed;

    private Terminal(String settings, boolean coloured, InputStream keys, PrintStream screen) {
        this.settings = settings;
        this.coloured = coloured;
        this.keys = keys;
        this.screen = screen;
    }

    /** A key that was pressed. */
    enum Key {
        QUIT,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        OTHER
    }

    /** Returns the terminal; empty if input or output is none, or if it cannot be used as a screen. */
    static Optional<Terminal> open() {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        String settings = sh("[ -t 0 ] && [ -t 1 ] && stty -g >&2");
        // Ctrl-Z is off, because the shell would get the terminal as it is now.
        if (kind.equals("dumb") || settings.isEmpty() || !done("stty -icanon -echo min 1 time 0 susp undef")) {
            return Optional.empty();
        }
        Terminal terminal = new Terminal(settings, !System.getenv().containsKey("NO_COLOR"), System.in, System.out);
        terminal.screen.print(BEGIN);
        terminal.screen.flush();
        return Optional.of(terminal);
    }

    /** Returns the number of lines, which changes with the window. */
    static int height() {
        String size = sh("stty size >&2");
        try {
            return Math.max(1, Integer.parseInt(size.split(" ", 2)[0]));
        } catch (NumberFormatException e) {
            return USUAL_HEIGHT;
        }
    }

    /** Draws the lines from the top; the rest of the screen is empty. */
    synchronized void draw(List<TopScreen.Line> lines) {
        if (closed) {
            return;
        }
        StringBuilder out = new StringBuilder(ESC).append('H');
        for (int i = 0; i < lines.size(); i++) {
            TopScreen.Line line = lines.get(i);
            out.append(i == 0 ? "" : "\n").append(begin(line.style())).append(SafeText.line(line.text()));
            // Clears the rest in the usual colour.
            out.append(ESC).append("0m").append(ESC).append('K');
        }
        screen.print(out.append(ESC).append('J'));
        screen.flush();
    }

    private String begin(TopScreen.Style style) {
        return switch (style) {
            case PLAIN -> "";
            case HEAD -> ESC + "7m";
            case WARN -> coloured ? ESC + "33m" : "";
            case BAD -> coloured ? ESC + "31m" : ESC + "1m";
        };
    }

    /** Waits for the next key; {@code QUIT} if the terminal is gone. */
    Key read() throws IOException {
        int key = keys.read();
        // Cursor keys: ESC, [ and a letter; page up and down: ESC, [, a digit and ~.
        if (key == 0x1b && keys.available() > 1 && keys.read() == '[') {
            return switch (keys.read()) {
                case 'A' -> Key.UP;
                case 'B' -> Key.DOWN;
                case '5' -> Key.PAGE_UP;
                case '6' -> Key.PAGE_DOWN;
                default -> Key.OTHER;
            };
        }
        return switch (key) {
            case -1, 'q', 'Q' -> Key.QUIT;
            case 'k' -> Key.UP;
            case 'j' -> Key.DOWN;
            case 'b' -> Key.PAGE_UP;
            case ' ' -> Key.PAGE_DOWN;
            default -> Key.OTHER;
        };
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            screen.print(END);
            screen.flush();
            done("stty " + settings);
        }
    }

    /** Runs a command at this terminal; returns what it wrote to standard error, empty if it failed. */
    private static String sh(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .redirectInput(Redirect.INHERIT)
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? said.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static boolean done(String command) {
        return sh(command + " && echo done >&2").equals("done");
    }
}
