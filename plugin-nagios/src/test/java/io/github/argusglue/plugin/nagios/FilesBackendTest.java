package io.github.argusglue.plugin.nagios;

import static io.github.argusglue.plugin.nagios.Samples.find;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.SourceException.Kind;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesBackendTest {
    private static final String ROUTER = "øst-gw.example.net";

    /** A further service in objects.cache, and in status.dat before {@code programstatus}. */
    private static final String DEFINITION_OF_NEW =
            "define service {\n\thost_name\th0001\n\tservice_description\tnew\n\t}\n";

    private static final String STATUS_OF_NEW =
            "servicestatus {\n\thost_name=h0001\n\tservice_description=new\n\tcurrent_state=2\n\t}\n\nprogramstatus {";

    @TempDir
    Path dir;

    private Samples samples;
    private SettableClock clock;
    private FilesBackend backend;
    private final Semaphore changed = new Semaphore(0);

    @BeforeEach
    void nagios() throws IOException {
        use(Samples.NAGIOS);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private void use(String daemon) throws IOException {
        if (backend != null) {
            backend.close();
        }
        samples = new Samples(dir, daemon);
        clock = samples.clock();
        backend = backend(samples.config());
    }

    private FilesBackend backend(FilesConfig config) {
        return new FilesBackend(config, new TestContext("test", clock));
    }

    private void start() throws SourceException, InterruptedException {
        backend.start(changed::release);
    }

    private Reading read(String... watched) throws SourceException, InterruptedException {
        return backend.read(List.of(watched).stream().map(ObjectKey::parse).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.NAGIOS, Samples.NAEMON})
    void problemsOfRealDaemons(String daemon) throws Exception {
        use(daemon);
        start();
        Reading reading = read();

        assertEquals(
                Map.of(
                        "h0001!svc00001",
                        "CRITICAL HARD",
                        "h0001!svc00013",
                        "CRITICAL SOFT",
                        "h0002!svc00002",
                        "WARNING HARD",
                        "h0002!svc00008",
                        "UNKNOWN HARD",
                        "h0004",
                        "DOWN HARD",
                        "h0004!svc00004",
                        "CRITICAL HARD",
                        "h0005!svc00005",
                        "CRITICAL SOFT",
                        ROUTER + "!SSL cert: www.example.net:443",
                        "WARNING SOFT"),
                reading.objects().stream()
                        .collect(Collectors.toMap(
                                status -> status.key().toString(),
                                status -> status.state() + (status.isHard() ? " HARD" : " SOFT"))));
        assertEquals(samples.created(), reading.at());

        ObjectStatus acknowledged = find(reading.objects(), "h0001!svc00001");
        assertTrue(acknowledged.isAcknowledged());
        assertEquals(Optional.empty(), acknowledged.acknowledgedUntil());
        Comment comment = acknowledged.comments().get(0);
        assertEquals(Comment.Kind.ACKNOWLEDGEMENT, comment.kind());
        assertEquals("argus/alice", comment.author());
        assertEquals("ticket 4711 https://rt.example.net/4711 [argus#17]", comment.text());
        assertEquals("2", comment.id());

        ObjectStatus maintained = find(reading.objects(), "h0002!svc00002");
        assertTrue(maintained.isInDowntime());
        Downtime downtime = maintained.downtime().orElseThrow();
        assertEquals("lab: scheduled by the laboratory", downtime.author() + ": " + downtime.text());

        ObjectStatus down = find(reading.objects(), "h0004");
        assertEquals("CRITICAL - host unreachable (10.0.0.4)", down.output());
        assertEquals(
                "bob: rack move; see wiki",
                down.comments().get(0).author() + ": " + down.comments().get(0).text());
        // Naemon does not tell further lines of passive results from the first.
        assertEquals(
                "on a host that is down",
                find(reading.objects(), "h0004!svc00004").output().split("\\\\n", -1)[0]);
        assertSame(down, find(reading.objects(), "h0004!svc00004").host().orElseThrow());
        assertEquals(
                "Zertifikat läuft ab — 7 days",
                find(reading.objects(), ROUTER + "!SSL cert: www.example.net:443")
                        .output());
        assertEquals(Optional.empty(), backend.health().problem());
    }

    @Test
    void timesAndConfiguration() throws Exception {
        start();
        ObjectStatus service = find(read().objects(), "h0002!svc00002");
        assertEquals(Optional.of(Instant.ofEpochSecond(1795213288)), service.lastOk());
        assertEquals(Optional.of(Instant.ofEpochSecond(1795213290)), service.since());
        assertEquals(Instant.ofEpochSecond(1795213290), service.lastCheck());
        assertEquals(List.of("sg-2"), service.definition().groups());
        assertEquals(
                "https://wiki.example.net/svc/h0002/2", service.definition().notesUrl());
        assertEquals(Map.of("TICKETQUEUE", "q2"), service.definition().variables());

        ObjectStatus host = service.host().orElseThrow();
        assertEquals("Laboratory host 2", host.definition().alias());
        assertEquals("127.0.0.2", host.definition().address());
        assertEquals(List.of("servers", "site-001"), host.definition().groups());
        assertEquals(
                Map.of("SITE", "site-001", "OWNER", "team-2"), host.definition().variables());
        assertEquals(State.UP, host.state());
        assertFalse(host.isInDowntime());
    }

    @Test
    void watchedObjectsAreReportedIfTheyExist() throws Exception {
        start();
        Reading reading = read("h0003!svc00009", ROUTER, "gone!svc", "h0001!gone");
        assertEquals(State.OK, find(reading.objects(), "h0003!svc00009").state());
        assertEquals("::1", find(reading.objects(), ROUTER).definition().address());
        assertEquals(10, reading.objects().size());
        assertTrue(
                find(reading.objects(), "h0003!svc00009").host().orElseThrow().isInDowntime());
        assertTrue(backend.knows(ObjectKey.service(ROUTER, "Disk / (rød) free space")));
        assertFalse(backend.knows(ObjectKey.host("gone")));
        assertFalse(backend.knows(ObjectKey.host("h0001!svc00001x")));
    }

    @Test
    void namesInAnotherEncoding() throws Exception {
        for (Path file : List.of(samples.status, samples.objects)) {
            Files.write(
                    file,
                    Files.readString(file)
                            .getBytes(StandardCharsets.ISO_8859_1
                                    .newEncoder()
                                    .replaceWith(new byte[] {'-'})
                                    .charset()));
        }
        start();
        ObjectStatus router = find(read(ROUTER).objects(), ROUTER);
        assertEquals("Øst gateway", router.definition().alias());
        assertTrue(backend.knows(ObjectKey.service(ROUTER, "Disk / (rød) free space")));
    }

    @Test
    void outputInAnotherEncodingDoesNotChangeTheName() throws Exception {
        samples.rewriteStatus("Zertifikat l\u00c3\u00a4uft ab \u00e2\u0080\u0094", "l\u00e4uft ab");
        start();
        assertEquals(
                "läuft ab 7 days",
                find(read().objects(), ROUTER + "!SSL cert: www.example.net:443")
                        .output());
    }

    @Test
    void oldFileSaysThatTheDaemonIsStopped() throws Exception {
        start();
        clock.advance(Duration.ofSeconds(60));
        read();
        clock.advance(Duration.ofSeconds(1));
        SourceException stale = assertThrows(SourceException.class, this::read);
        assertEquals(Kind.UNREACHABLE, stale.kind());
        assertEquals(
                "'" + samples.status
                        + "' was written 61 s ago, although the daemon does so every 10 s: Nagios is stopped"
                        + " or hangs. Look at its log, and start it",
                stale.getMessage());
        assertTrue(backend.knows(ObjectKey.host("h0001")), "known as of the last reading");

        Files.delete(samples.status);
        SourceException missing = assertThrows(SourceException.class, this::read);
        assertEquals(Kind.UNREACHABLE, missing.kind());
        assertTrue(
                requireNonNull(missing.getMessage()).contains("does not exist: Nagios is stopped or hangs"),
                missing.getMessage());
    }

    @Test
    void incompleteFileIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(samples.status);
        start();
        for (int length : new int[] {0, 300, 5_000, whole.length / 2, whole.length - 1_000, whole.length - 3}) {
            Samples.replace(samples.status, java.util.Arrays.copyOf(whole, length));
            SourceException cut = assertThrows(SourceException.class, this::read, () -> "of " + length + " bytes");
            assertEquals(Kind.BAD_ANSWER, cut.kind());
            assertFalse(requireNonNull(cut.getMessage()).contains("\n"), cut.getMessage());
        }
        Samples.replace(samples.status, whole);
        assertEquals(8, read().objects().size());
    }

    @Test
    void fewerObjectsThanConfiguredAreRefused() throws Exception {
        start();
        String text = Files.readString(samples.status);
        int at = text.lastIndexOf("servicestatus {");
        int end = text.indexOf("\t}\n", at) + 3;
        Samples.replace(samples.status, (text.substring(0, at) + text.substring(end)).getBytes(StandardCharsets.UTF_8));
        SourceException incomplete = assertThrows(SourceException.class, this::read);
        assertTrue(
                requireNonNull(incomplete.getMessage()).contains("' and 0 other objects of '"),
                incomplete.getMessage());
    }

    @Test
    void newConfigurationIsUsedWithTheFirstStatusAfterIt() throws Exception {
        start();
        String text = Files.readString(samples.objects);
        String more = text + DEFINITION_OF_NEW;
        Samples.replace(samples.objects, more.getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(
                samples.objects, FileTime.from(samples.created().plusSeconds(1)));
        assertEquals(8, read().objects().size(), "status.dat is older than objects.cache");

        samples.rewriteStatus("created=1795213296", "created=1795213297");
        assertThrows(SourceException.class, this::read);
        samples.rewriteStatus("programstatus {", STATUS_OF_NEW);
        assertEquals(9, read().objects().size());
    }

    /** A daemon that starts writes objects.cache in place, while status.dat is still the one from before. */
    @Test
    void objectsThatAreBeingWrittenAreNotUsed() throws Exception {
        byte[] whole = Files.readAllBytes(samples.objects);
        int services = startOfServices();
        int[] lengths = {0, services, services + 20};
        start();
        for (int length : lengths) {
            writeObjects(Arrays.copyOf(whole, length), samples.created());
            samples.rewriteStatus("host unreachable", "host unreachable " + length);
            assertGroupsAreKnown();
            assertEquals(Optional.empty(), backend.health().problem());
        }
        writeObjects(whole, samples.created());
        samples.rewriteStatus("host unreachable", "host still unreachable");
        assertGroupsAreKnown();
    }

    @Test
    void objectsFileThatIsNotCompleteIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(samples.objects);
        int services = startOfServices();
        writeObjects(new byte[0], samples.created());
        assertThrows(SourceException.class, this::start, "there are no others from before");
        for (int length : new int[] {0, services, services + 20}) {
            writeObjects(Arrays.copyOf(whole, length), samples.created().minusSeconds(1));
            SourceException cut = assertThrows(SourceException.class, this::read, () -> length + " bytes");
            assertEquals(Kind.BAD_ANSWER, cut.kind());
            assertTrue(
                    requireNonNull(cut.getMessage())
                            .contains("objects.cache' " + (length > services ? "is cut off" : "does not have '")),
                    cut.getMessage());
        }
        writeObjects(whole, samples.created());
        assertGroupsAreKnown();
        writeObjects(new byte[0], samples.created().minusSeconds(1));
        assertThrows(SourceException.class, this::read);
    }

    /** The new status.dat and the objects.cache from before are not mixed. */
    @Test
    void newObjectIsNotUsedBeforeItsDefinition() throws Exception {
        byte[] whole = Files.readAllBytes(samples.objects);
        start();
        samples.rewriteStatus("programstatus {", STATUS_OF_NEW);
        writeObjects(new byte[0], samples.created());
        SourceException early = assertThrows(SourceException.class, this::read);
        assertTrue(
                requireNonNull(early.getMessage())
                        .contains("objects.cache' does not have 'h0001!new' and 0 other objects of '"),
                early.getMessage());
        writeObjects(
                (new String(whole, StandardCharsets.ISO_8859_1) + DEFINITION_OF_NEW)
                        .getBytes(StandardCharsets.ISO_8859_1),
                samples.created());
        assertEquals(9, read().objects().size());
    }

    private int startOfServices() throws IOException {
        return Files.readString(samples.objects, StandardCharsets.ISO_8859_1).indexOf("define service {");
    }

    private void assertGroupsAreKnown() throws Exception {
        assertEquals(
                List.of("sg-2"),
                find(read().objects(), "h0002!svc00002").definition().groups());
    }

    private void writeObjects(byte[] content, Instant at) throws IOException {
        Files.write(samples.objects, content);
        Files.setLastModifiedTime(samples.objects, FileTime.from(at));
    }

    @Test
    void unchangedFileIsNotReadAgain() throws Exception {
        start();
        ObjectStatus before = find(read().objects(), "h0004");
        assertSame(before, find(read("h0001").objects(), "h0004"));
        samples.rewriteStatus("host unreachable", "host gone");
        assertEquals(
                "CRITICAL - host gone (10.0.0.4)",
                find(read().objects(), "h0004").output());
    }

    @Test
    void lookUpsReadTheFileThatWasIndexed() throws Exception {
        start();
        StatusFile file = StatusFile.read(samples.status, new Overlay());
        samples.rewriteStatus("h0003", "h0x03");
        assertEquals(
                "h0003!svc00009",
                find(
                                file.read(Set.of(ObjectKey.service("h0003", "svc00009")), null)
                                        .objects(),
                                "h0003!svc00009")
                        .key()
                        .toString());
    }

    @Test
    void fileOverwrittenInPlaceIsRefused() throws Exception {
        start();
        StatusFile file = StatusFile.read(samples.status, new Overlay());
        Files.writeString(samples.status, "x\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertThrows(SourceException.class, () -> file.read(Set.of(), null));
    }

    @Test
    void logIsAheadOfTheStatus() throws Exception {
        start();
        long now = samples.created().getEpochSecond();
        log(now + 1, "SERVICE ALERT: h0006;svc00006;CRITICAL;HARD;3;full; really");
        log(now + 1, "SERVICE ALERT: h0002;svc00002;OK;HARD;3;fine");
        log(now + 1, "SERVICE ALERT: h0002;svc00008;WARNING;HARD;3;better");
        log(now + 1, "HOST ALERT: h0003;DOWN;HARD;1;no answer");
        log(now + 1, "SERVICE ALERT: h0003;svc00003;CRITICAL;SOFT;1;not yet");
        log(now + 1, "SERVICE ALERT: h0001;svc00001;OK;HARD;3;fine");
        log(now + 2, "SERVICE ALERT: h0001;svc00001;CRITICAL;HARD;3;again");
        assertTrue(changed.tryAcquire(10, TimeUnit.SECONDS));
        List<ObjectStatus> objects = read("h0003!svc00003", "h0002!svc00002").objects();

        ObjectStatus opened = find(objects, "h0006!svc00006");
        assertEquals(State.CRITICAL, opened.state());
        assertEquals("full; really", opened.output());
        assertEquals(Optional.empty(), opened.lastOk(), "status.dat does not know the problem");
        assertEquals(Optional.of(Instant.ofEpochSecond(now + 1)), opened.since());
        assertEquals(List.of("sg-1"), opened.definition().groups());

        ObjectStatus over = find(objects, "h0002!svc00002");
        assertEquals(State.OK, over.state());
        assertEquals(Optional.of(Instant.ofEpochSecond(now + 1)), over.since());

        ObjectStatus milder = find(objects, "h0002!svc00008");
        assertEquals(State.WARNING, milder.state());
        assertEquals(Optional.of(Instant.ofEpochSecond(1795213288)), milder.lastOk(), "the same problem");

        assertEquals(State.DOWN, find(objects, "h0003").state());
        ObjectStatus soft = find(objects, "h0003!svc00003");
        assertEquals(State.OK, soft.state());
        assertEquals(State.DOWN, soft.host().orElseThrow().state());

        ObjectStatus again = find(objects, "h0001!svc00001");
        assertEquals("again", again.output());
        assertEquals(Optional.empty(), again.lastOk(), "another problem than the one in status.dat");
        assertFalse(again.isAcknowledged());

        samples.rewriteStatus("created=1795213296", "created=1795213299");
        List<ObjectStatus> later = read("h0006!svc00006").objects();
        assertEquals(State.OK, find(later, "h0006!svc00006").state(), "status.dat is newer than the log");
        assertTrue(find(later, "h0001!svc00001").isAcknowledged());
    }

    @Test
    void oldLinesOfTheLogAreNotApplied() throws Exception {
        long now = samples.created().getEpochSecond();
        log(now - 1, "SERVICE ALERT: h0006;svc00006;CRITICAL;HARD;3;over since");
        start();
        assertEquals(
                State.OK,
                find(read("h0006!svc00006").objects(), "h0006!svc00006").state());
    }

    @Test
    void acknowledgementIsReadWithTheNextStatus() throws Exception {
        // What a log has from the beginning is a reason for a hint, too, and is awaited for two files.
        Files.writeString(samples.log, "");
        start();
        log(
                samples.created().getEpochSecond(),
                "EXTERNAL COMMAND: ACKNOWLEDGE_SVC_PROBLEM;h0002;svc00008;2;0;1;bob;mine");
        // The line has to be seen before the file is written, as it is with a daemon that does one thing at a time.
        assertFalse(changed.tryAcquire(500, TimeUnit.MILLISECONDS), "status.dat does not have it yet");
        samples.rewriteStatus("created=1795213296", "created=1795213297");
        assertTrue(changed.tryAcquire(10, TimeUnit.SECONDS));
    }

    @Test
    void withoutALogEachSaveIsAHint() throws Exception {
        backend = backend(new FilesConfig(
                Optional.empty(),
                Optional.of(samples.status),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        start();
        assertTrue(changed.tryAcquire(10, TimeUnit.SECONDS), "what it finds first");
        changed.drainPermits();
        samples.rewriteStatus("created=1795213296", "created=1795213297");
        assertTrue(changed.tryAcquire(10, TimeUnit.SECONDS));
        assertTrue(backend.commands().isEmpty());

        Files.delete(samples.objects);
        backend.close();
        backend = backend(new FilesConfig(
                Optional.empty(),
                Optional.of(samples.status),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        start();
        assertEquals(8, read().objects().size());
        assertTrue(backend.health().problem().orElseThrow().startsWith("no groups and links are known"));
    }

    @Test
    void missingLogIsReported() throws Exception {
        Files.delete(samples.log);
        start();
        while (backend.health().problem().isEmpty()) {
            assertFalse(changed.tryAcquire(20, TimeUnit.MILLISECONDS));
        }
        assertEquals(
                "changes are seen late, because the log cannot be read: '" + samples.log + "' does not exist: check"
                        + " 'log_file'",
                backend.health().problem().orElseThrow());
    }

    private void log(long epoch, String text) throws IOException {
        Files.writeString(samples.log, "[" + epoch + "] " + text + "\n", StandardOpenOption.APPEND);
    }
}
