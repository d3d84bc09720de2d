package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** The CPU time of a process and all its descendants, including terminated ones. Linux only. */
public final class ProcessorTime {
    /** Linux reports hundredths of a second, whatever its internal clock is. */
    private static final double TICKS = 100;

    /** Fields of {@code /proc/PID/stat} after the name: utime, stime, and both of the waited-for children. */
    private static final int FIRST = 11;

    private static final int COUNT = 4;

    private ProcessorTime() {}

    /** Returns it in seconds. */
    public static double of(long pid) {
        LongStream all = LongStream.concat(
                LongStream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(ProcessHandle::pid));
        return all.mapToDouble(ProcessorTime::ofOne).sum();
    }

    private static double ofOne(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int i = FIRST; i < FIRST + COUNT; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
