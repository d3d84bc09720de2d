package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Six problems as they usually begin: services that fail three checks in a row, a host that goes down, and a service on
 * it, which is HARD at once. A real Nagios runs nglue's command on each of these checks, so what nglue-api would open
 * is known: it opens what is HARD and was OK at the check before.
 */
@ExtendWith(Lab.class)
final class NagiosProblemsIT {
    private static final String ON_DOWN_HOST = "host5!Service 5";
    private static final Set<String> PROBLEMS =
            Set.of("host1!Service 1", "host2!Service 2", "host3!Service 3", "host4!Service 4", "host5", ON_DOWN_HOST);
    private static final Duration HARD = Duration.ofMinutes(1);

    private final LabNagios nagios = LabNagios.start(
            5,
            20,
            Map.of(
                    "ATTEMPTS", "3",
                    "ACTIVE", "4",
                    "CHECK_INTERVAL", "2",
                    "OCSP", nglue("$HOSTNAME$!$SERVICEDESC$", "SERVICE"),
                    "OCHP", nglue("$HOSTNAME$", "HOST")));
    private final NagiosSource source;

    NagiosProblemsIT(LabArgus argus) {
        this.source = new NagiosSource(argus, nagios);
    }

    /** Returns a command that is given what nglue is given, and writes it down. */
    private static String nglue(String key, String kind) {
        return "/usr/bin/printf '%s\\n' '" + key + ",$" + kind + "STATEID$,$" + kind + "STATETYPE$,$LAST" + kind
                + "STATEID$' >>DIR/nglue.log";
    }

    @BeforeEach
    void begin() {
        nagios.set(1, "CRITICAL");
        nagios.set(2, "WARNING");
        nagios.set(3, "UNKNOWN");
        nagios.set(4, "CRITICAL");
        nagios.set("host5", LabNagios.HOST, "DOWN");
        nagios.sync();
        nagios.set(5, "CRITICAL");
    }

    @AfterEach
    void stop() {
        source.close();
        nagios.close();
    }

    private Set<String> openedByNglue() {
        try (Stream<String> lines = Files.lines(nagios.folder().resolve("nglue.log"), UTF_8)) {
            return lines.map(line -> line.split(",", -1))
                    .filter(macros -> !macros[1].equals("0") && macros[2].equals("HARD") && macros[3].equals("0"))
                    .map(macros -> macros[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void allSix() {
        source.configure("host_down = \"show\"");
        source.start();
        Await.equal(HARD, "open incidents", PROBLEMS, () -> Set.copyOf(source.open()));
        assertEquals(PROBLEMS.size(), source.ids().size(), "each once");
        assertEquals(Set.of("host5", ON_DOWN_HOST), openedByNglue(), "what nglue-api would open");
    }

    @Test
    void theServiceOfADownHostIsHeldUnlessAskedFor() {
        source.start();
        List<String> expected = PROBLEMS.stream()
                .filter(key -> !key.equals(ON_DOWN_HOST))
                .sorted()
                .toList();
        Await.equal(HARD, "open incidents", expected, source::open);
        source.assertStaysOpen(expected.toArray(String[]::new));
        nagios.set("host5", LabNagios.HOST, "UP");
        nagios.set(5, "CRITICAL");
        nagios.set(5, "CRITICAL");
        nagios.set(5, "CRITICAL");
        Await.that(HARD, "open when the host is up", () -> source.open().contains(ON_DOWN_HOST));
    }
}
