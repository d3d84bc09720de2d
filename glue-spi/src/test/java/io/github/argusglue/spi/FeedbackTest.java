package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeedbackTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void returnsAllFields() {
        Feedback feedback = Feedback.builder(AlertId.unique("a"), Feedback.Kind.ACKNOWLEDGED, AT)
                .id("ack-61")
                .incident(40)
                .actor("kari")
                .text("on it")
                .until(AT.plusSeconds(60))
                .ticketUrl(URI.create("https://rt.example.org/7"))
                .build();

        assertEquals(AlertId.unique("a"), feedback.alertId());
        assertEquals(Feedback.Kind.ACKNOWLEDGED, feedback.kind());
        assertEquals(AT, feedback.at());
        assertEquals("ack-61", feedback.id());
        assertEquals(40, feedback.incident());
        assertEquals("kari", feedback.actor());
        assertEquals("on it", feedback.text());
        assertEquals(Optional.of(AT.plusSeconds(60)), feedback.until());
        assertEquals(Optional.of(URI.create("https://rt.example.org/7")), feedback.ticketUrl());
        assertEquals("Feedback[ACKNOWLEDGED ack-61 on 'a' by 'kari']", feedback.toString());
    }

    @Test
    void defaultsAreEmpty() {
        Feedback feedback =
                Feedback.builder(AlertId.unique("a"), Feedback.Kind.CLOSED, AT).build();

        assertEquals("", feedback.id());
        assertEquals(0, feedback.incident());
        assertEquals(Optional.empty(), feedback.until());
        assertEquals(Optional.empty(), feedback.ticketUrl());
    }

    @Test
    void fromArgusIsPartOfEquality() {
        Acknowledgement plain = Acknowledgement.of("kari", AT, "on it");

        assertFalse(plain.isFromArgus());
        assertTrue(plain.fromArgus().isFromArgus());
        assertTrue(plain.fromArgus().until(AT.plusSeconds(1)).isFromArgus());
        assertNotEquals(plain, plain.fromArgus());
        assertEquals(plain.fromArgus(), plain.fromArgus());
    }
}
