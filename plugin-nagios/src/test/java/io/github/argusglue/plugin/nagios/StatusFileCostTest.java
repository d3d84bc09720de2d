package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading the status of 10,000 services costs. */
final class StatusFileCostTest {
    private static final int HOSTS = 500;
    private static final int SERVICES = 10_000;

    @Test
    void servicesWithoutAProblemLeaveNoGarbage(@TempDir Path dir) throws Exception {
        Samples sample = new Samples(dir, Samples.NAGIOS);
        Path path = dir.resolve("large.dat");
        Files.writeString(path, large(Files.readString(sample.status)), StandardCharsets.UTF_8);
        long size = Files.size(path);
        assertTrue(size > 10 << 20, () -> size + " bytes");

        StatusFile file = read(path);
        file.close();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        file = read(path);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(HOSTS + SERVICES, file.keys().size());
        file.close();
        // The names of the objects take a third. A reader that makes a string of each line would need twice the size.
        assertTrue(allocated < size / 2, () -> allocated + " bytes for a file of " + size);
    }

    private static StatusFile read(Path path) throws Exception {
        StatusFile file = StatusFile.read(path, new Overlay());
        assertEquals(0, file.read(Set.of(), null).objects().size());
        return file;
    }

    /** Returns the first host and its first service that have no problem, many times. */
    private static String large(String sample) throws IOException {
        String info = sample.substring(0, sample.indexOf("hoststatus {"));
        String host = block(sample, "hoststatus {\n\thost_name=h0001\n", "h0001");
        String service = block(sample, "servicestatus {\n\thost_name=h0001\n\tservice_description=svc00007\n", "h0001");
        StringBuilder text = new StringBuilder(info);
        for (int i = 0; i < HOSTS; i++) {
            text.append(host.replace("NAME", "host" + i));
        }
        for (int i = 0; i < SERVICES; i++) {
            text.append(service.replace("NAME", "host" + i % HOSTS).replace("svc00007", "service " + i));
        }
        return text.toString();
    }

    private static String block(String sample, String begin, String name) {
        int at = sample.indexOf(begin);
        return sample.substring(at, sample.indexOf("\t}\n", at)).replace(name, "NAME") + "\t}\n\n";
    }
}
