package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written to Mist when somebody acknowledges an incident in Argus. */
class AcknowledgementsTest {
    private final MistFixture fixture =
            new MistFixture(config -> config.devices().marvis("*").acknowledge());
    private final String id = fixture.org.raise("missing_vlan", "marvis", "critical", fixture.site, fixture.sw, "");
    private String mark = "";

    @BeforeEach
    void mark() throws Exception {
        fixture.snapshot();
        mark = "[argus-glue " + fixture.context().installation() + " mist]";
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void deliver(Feedback.Kind kind, String actor, String text) throws Exception {
        Alert alert = fixture.only();
        FeedbackSink sink = fixture.current().feedback().orElseThrow();
        sink.deliver(Feedback.builder(alert.id(), kind, fixture.clock.instant())
                .actor(actor)
                .text(text)
                .build());
    }

    private void acknowledge(String actor, String text) throws Exception {
        deliver(Feedback.Kind.ACKNOWLEDGED, actor, text);
    }

    @Test
    void noteIsOneLineWithItsAuthor() throws Exception {
        acknowledge("kari", " on it,\r\n\tsoon ");
        assertEquals("kari: on it, soon " + mark, note());
        fixture.org.unacknowledge(List.of(id));
        acknowledge("", "on it");
        assertEquals("Argus: on it " + mark, note());
    }

    @Test
    void longNoteIsCut() throws Exception {
        acknowledge("kari", "x".repeat(200));
        assertEquals("kari: " + "x".repeat(200) + " " + mark, note());
        acknowledge("kari", "y".repeat(201));
        assertEquals("kari: " + "y".repeat(200) + "... " + mark, note());
    }

    @Test
    void otherInstallationsAreLeftAlone() throws Exception {
        String theirs = "ola: mine [argus-glue elsewhere mist]";
        fixture.org.acknowledge(List.of(id), "argus-glue token", theirs);
        acknowledge("kari", "on it");
        deliver(Feedback.Kind.UNACKNOWLEDGED, "kari", "");
        assertEquals(theirs, note());
    }

    /** Before the next search, too, nothing is sent twice. */
    @Test
    void whatWasWrittenIsKnownAtOnce() throws Exception {
        Alert alert = fixture.only();
        FeedbackSink sink = fixture.current().feedback().orElseThrow();
        assertEquals(EnumSet.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED), sink.accepts());
        Feedback ack = Feedback.builder(alert.id(), Feedback.Kind.ACKNOWLEDGED, fixture.clock.instant())
                .actor("kari")
                .text("on it")
                .build();
        Feedback unack = Feedback.builder(alert.id(), Feedback.Kind.UNACKNOWLEDGED, fixture.clock.instant())
                .build();
        int before = fixture.mist.requests();
        sink.deliver(ack);
        sink.deliver(ack);
        assertEquals(1, fixture.mist.requests() - before);
        sink.deliver(unack);
        sink.deliver(unack);
        assertEquals(2, fixture.mist.requests() - before);
        assertFalse(note().contains("kari"), this::note);
    }

    /** Returns what is written in Mist, without the name of the token. */
    private String note() {
        return fixture.org.acknowledgement(id).replaceFirst("^argus-glue token: ", "");
    }
}
