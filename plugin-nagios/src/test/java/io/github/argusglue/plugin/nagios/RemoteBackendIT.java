package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.TestContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Livestatus and the CGIs of the real daemon. Livestatus only if the lab has its module. */
final class RemoteBackendIT {
    private static final ObjectKey SERVICE = ObjectKey.service("host1", "Service 1");
    private static final ObjectKey WATCHED = ObjectKey.service("host2", "Service 2");

    private final LinkedBlockingQueue<String> hints = new LinkedBlockingQueue<>();

    @Test
    void cgis() throws Exception {
        try (NagiosLab lab = new NagiosLab(4, 12, Map.of("ATTEMPTS", "3"));
                TestContext context = new TestContext()) {
            lab.serveWeb();
            HttpAccess access = HttpAccess.builder()
                    .basic(lab.fact("CGI_USER"), Secret.of(lab.fact("CGI_PASSWORD")))
                    .build();
            URI url = URI.create(lab.fact("CGI_URL").replaceAll("/cgi-bin.*", ""));
            try (Backend backend = new CgiBackend(HttpEndpoint.of(url, access), context)) {
                backend.start(() -> {});
                check(lab, backend);
            }
        }
    }

    @Test
    void livestatus() throws Exception {
        try (NagiosLab lab = new NagiosLab(4, 12, Map.of("ATTEMPTS", "3"));
                TestContext context = new TestContext()) {
            assumeFalse(lab.fact("LIVESTATUS").isEmpty(), "the lab has no Livestatus module");
            HttpAccess access =
                    HttpAccess.builder().timeout(Duration.ofSeconds(5)).build();
            LivestatusConfig config = new LivestatusConfig(lab.fact("LIVESTATUS"), access);
            try (Backend backend = new LivestatusBackend(config, context)) {
                backend.start(() -> hints.add("changed"));
                check(lab, backend);
                checkCommands(lab, backend);
            }
        }
    }

    private static Map<ObjectKey, ObjectStatus> read(Backend backend) throws Exception {
        return backend.read(Set.of(WATCHED)).objects().stream()
                .collect(Collectors.toMap(ObjectStatus::key, status -> status));
    }

    private static void check(NagiosLab lab, Backend backend) throws Exception {
        assertEquals(Set.of(WATCHED), read(backend).keySet());
        lab.run("set", "host1", "Service 1", "CRITICAL", "bad 1");
        lab.run("sync");
        ObjectStatus soft = read(backend).get(SERVICE);
        assertFalse(requireNonNull(soft).isHard());
        assertEquals("bad 1", soft.output());
        lab.run("set", "host1", "Service 1", "CRITICAL", "bad 2");
        lab.run("set", "host1", "Service 1", "CRITICAL", "bad 3; \"really\"");
        lab.run("comment", "host1", "Service 1", "bob", "looking; at it");
        lab.run("ack", "host1", "Service 1", "ann", "known");
        lab.run("downtime", "host1", "-", "600");
        lab.run("set", "host2", "-", "DOWN", "no answer");
        lab.run("sync");
        Map<ObjectKey, ObjectStatus> found = read(backend);
        ObjectStatus hard = found.get(SERVICE);
        assertTrue(requireNonNull(hard).isHard());
        assertEquals(State.CRITICAL, hard.state());
        assertEquals(soft.lastOk(), hard.lastOk());
        assertTrue(hard.lastOk().isPresent());
        assertEquals("bad 3: \"really\"", hard.output().replace(';', ':'));
        assertTrue(hard.isAcknowledged());
        assertEquals(
                "[USER bob looking; at it, ACKNOWLEDGEMENT ann known]",
                hard.comments().stream()
                        .map(comment -> comment.kind() + " " + comment.author() + " " + comment.text())
                        .toList()
                        .toString());
        ObjectStatus host = hard.host().orElseThrow();
        assertTrue(host.isInDowntime());
        assertTrue(host.downtime().isPresent());
        assertFalse(hard.isInDowntime());
        assertFalse(host.definition().groups().isEmpty());
        assertFalse(host.definition().address().isEmpty());
        assertEquals(
                State.DOWN, requireNonNull(found.get(ObjectKey.host("host2"))).state());
        assertEquals(State.OK, requireNonNull(found.get(WATCHED)).state());
        assertTrue(backend.knows(WATCHED));
        lab.run("end");
        SourceException stopped = assertThrows(SourceException.class, () -> read(backend));
        assertEquals(SourceException.Kind.UNREACHABLE, stopped.kind(), stopped.getMessage());
        lab.run("run");
        lab.run("sync");
        assertEquals(hard.lastOk(), requireNonNull(read(backend).get(SERVICE)).lastOk());
        assertTrue(requireNonNull(read(backend).get(SERVICE)).isAcknowledged());
    }

    private void checkCommands(NagiosLab lab, Backend backend) throws Exception {
        String text = "ticket; 1\\n[1] DISABLE_NOTIFICATIONS ø";
        Comment before = requireNonNull(read(backend).get(SERVICE)).comments().get(1);
        backend.commands().orElseThrow().removeAcknowledgement(SERVICE, before);
        backend.commands().orElseThrow().acknowledge(SERVICE, "argus/ann", text, Optional.empty());
        ObjectStatus status = read(backend).get(SERVICE);
        while (requireNonNull(status).comments().size() != 2 || !status.isAcknowledged()) {
            Thread.onSpinWait();
            status = read(backend).get(SERVICE);
        }
        assertEquals(text, status.comments().get(1).text());
        assertEquals("argus/ann", status.comments().get(1).author());
        hints.clear();
        lab.run("set", "host3", "Service 3", "WARNING", "x");
        assertNotNull(hints.poll(10, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), backend.health().problem());
    }
}
