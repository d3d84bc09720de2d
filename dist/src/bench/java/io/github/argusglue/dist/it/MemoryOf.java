package io.github.argusglue.dist.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The mean memory of a process and all its descendants over some samples. Linux only. */
public final class MemoryOf {
    private static final double KIBIBYTES = 1024;

    private final long pid;
    private double resident;
    private double proportional;
    private int samples;

    /** Has no sample yet. */
    public MemoryOf(long pid) {
        this.pid = pid;
    }

    /** Adds a sample. */
    public void sample() {
        List<Long> all = Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
        for (long one : all) {
            resident += read(one, "status", "VmRSS:");
            proportional += read(one, "smaps_rollup", "Pss:");
        }
        samples++;
    }

    /** Returns the resident memory in MiB; what several processes share counts for each of them. */
    public double resident() {
        return resident / samples;
    }

    /** Returns the proportional memory in MiB; what several processes share is divided among them. */
    public double proportional() {
        return proportional / samples;
    }

    /** A process that has ended in the meantime has none. */
    private static double read(long process, String file, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), file))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIBIBYTES)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
