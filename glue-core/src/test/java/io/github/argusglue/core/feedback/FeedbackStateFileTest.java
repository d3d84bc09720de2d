package io.github.argusglue.core.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.registry.AckCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the file is stable, so that an operator can upgrade and downgrade. */
final class FeedbackStateFileTest {
    private static final String VERSION_2 = """
            {"version":2,"handled":41,"perhaps_more_acks":false,"told":[\
            {"incident":7,"handled":40,"acked":true,"ticket":"https://tickets.example.org/1","closed":false,\
            "ack_end":"2026-11-21T10:00:00Z"},\
            {"incident":8,"handled":41,"acked":false,"ticket":"","closed":true}],\
            "acks":[{"incident":7,"ack":3,"at":"2026-11-20T10:00:00.000001Z","text":"by oslo",\
            "written":"2026-11-21T10:00:00Z","until":"2026-11-21T11:00:00Z"},\
            {"incident":9,"ack":4,"at":"2026-11-20T10:00:01Z","text":""}]}""";

    private static final FeedbackStateFile.FeedbackState KNOWN = new FeedbackStateFile.FeedbackState(
            List.of(
                    new DeliveredState(
                            7, 40, true, Instant.parse("2026-11-21T10:00:00Z"), "https://tickets.example.org/1", false),
                    new DeliveredState(8, 41, false, null, "", true)),
            41,
            List.of(
                    new AckCache.OwnAck(
                            7,
                            3,
                            Instant.parse("2026-11-20T10:00:00.000001Z"),
                            "by oslo",
                            Instant.parse("2026-11-21T10:00:00Z"),
                            Instant.parse("2026-11-21T11:00:00Z"),
                            Instant.EPOCH),
                    new AckCache.OwnAck(9, 4, Instant.parse("2026-11-20T10:00:01Z"), "", null, null, Instant.EPOCH)),
            false);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));

    private FeedbackStateFile.FeedbackState load(String text) throws Exception {
        return new FeedbackStateFile(Files.writeString(folder.resolve("oslo.people.json"), text), clock).load();
    }

    @Test
    void readsFilesOfVersion2() throws Exception {
        assertEquals(KNOWN, load(VERSION_2));
    }

    @Test
    void writesTheFormatOfVersion2() throws Exception {
        Path file = folder.resolve("oslo.people.json");

        assertFalse(new FeedbackStateFile(file, clock).save(KNOWN));

        ObjectMapper mapper = new ObjectMapper();
        assertEquals(mapper.readTree(VERSION_2), mapper.readTree(Files.readAllBytes(file)));
    }

    @Test
    void missingKeysHaveSafeDefaults() throws Exception {
        assertEquals(new FeedbackStateFile.FeedbackState(List.of(), 0, List.of(), true), load("{\"version\":2}"));
    }

    @Test
    void unknownKeysAreIgnored() throws Exception {
        assertEquals(KNOWN, load(VERSION_2.replaceFirst(",", ",\"newer\":[{\"x\":1}],")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"version\":2,\"told\":[",
                "{\"handled\":7}",
                "{\"version\":1,\"handled\":7}",
                "{\"version\":3,\"handled\":7}",
                "{\"version\":2,\"acks\":[{\"incident\":7,\"ack\":3,\"text\":\"no time\"}]}",
                "{\"version\":2,\"told\":[{\"incident\":7,\"acked\":true,\"ack_end\":\"soon\"}]}",
            })
    void whatIsNoneIsNotUsed(String text) throws Exception {
        assertEquals(FeedbackStateFile.FeedbackState.NOTHING, load(text));
    }
}
