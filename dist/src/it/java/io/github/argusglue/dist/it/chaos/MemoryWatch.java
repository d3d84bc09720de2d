package io.github.argusglue.dist.it.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Compares the resident memory of one process after a while with that at the end. Linux only. */
final class MemoryWatch {
    /** When what is needed for so many alerts has been loaded, compiled and allocated. */
    static final Duration WARM = Duration.ofMinutes(10);

    private static final double BOUND = 1.1;

    private final PrintStream out;
    private final Instant start;
    private Optional<Sample> warm = Optional.empty();
    private Optional<Sample> last = Optional.empty();

    /**
     * What was seen at one time.
     *
     * @param mebibytes resident memory
     * @param collected the same after a full garbage collection
     */
    private record Sample(long pid, double mebibytes, double collected, long open) {}

    MemoryWatch(PrintStream out, Instant start) {
        this.out = out;
        this.start = start;
    }

    /** Looks at the process while nothing happens. */
    void look(long pid, long open) {
        double before = resident(pid);
        collect(pid);
        Sample sample = new Sample(pid, before, resident(pid), open);
        Duration after = Duration.between(start, Instant.now());
        out.printf(
                Locale.ROOT,
                "after %d s: %d open, %.1f MiB resident, %.1f MiB after a collection, process %d%n",
                after.toSeconds(),
                sample.open,
                sample.mebibytes,
                sample.collected,
                sample.pid);
        if (warm.isEmpty() && after.compareTo(WARM) >= 0) {
            warm = Optional.of(sample);
        }
        last = Optional.of(sample);
    }

    /** Prints the comparison and returns whether the bound is kept, or nothing could be compared. */
    boolean verdict() {
        if (warm.isEmpty() || warm.equals(last)) {
            out.println("memory: not compared, because the run was shorter than " + WARM.toMinutes() + " minutes");
            return true;
        }
        Sample begin = warm.get();
        Sample end = last.orElse(begin);
        if (begin.pid != end.pid) {
            out.println("memory: not compared, because another process runs; see chaos.keep");
            return true;
        }
        double ratio = end.mebibytes / begin.mebibytes;
        boolean kept = ratio <= BOUND;
        out.printf(
                Locale.ROOT,
                "memory: %.1f MiB after %d minutes, %.1f MiB at the end, ratio %.3f of at most %.1f;"
                        + " after a collection %.1f and %.1f MiB, ratio %.3f: %s%n",
                begin.mebibytes,
                WARM.toMinutes(),
                end.mebibytes,
                ratio,
                BOUND,
                begin.collected,
                end.collected,
                end.collected / begin.collected,
                kept ? "PASS" : "FAIL");
        return kept;
    }

    private static double resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!jcmd.waitFor(1, TimeUnit.MINUTES)) {
                jcmd.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
