package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.config.SnmpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.UdpAddress;

/** Callbacks of snmp4j that no agent on loopback can provoke. */
final class SnmpListenerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final UdpAddress PEER = new UdpAddress("127.0.0.1/161");

    private final PDU request = new PDU();
    private final Snmp snmp = mock(Snmp.class);
    private final CompletableFuture<ProbeResult> answer = new CompletableFuture<>();
    private final SnmpCheck.Listener listener = new SnmpCheck(
            new OID("1.3.6.1"),
            SnmpCredentials.of(new FailoverSketch(FailoverProbe.SNMP, "127.0.0.1:161").build(), SnmpVersion.V2C))
    .new Listener(answer, snmp, TIMEOUT);

    private void respond(@Nullable PDU response, @Nullable Exception error) {
        listener.onResponse(new ResponseEvent<>(snmp, PEER, request, response, null, error, 0));
    }

    /** The library keeps each request that is not cancelled. */
    @AfterEach
    void theRequestIsCancelledOnce() {
        verify(snmp).cancel(request, listener);
        verifyNoMoreInteractions(snmp);
    }

    @Test
    void anErrorOfTheLibraryFailsTheQuestion() {
        IOException error = new IOException("no buffer space available");
        respond(null, error);
        assertSame(error, assertThrows(CompletionException.class, answer::join).getCause());
    }

    @Test
    void aRequestThatTheLibraryGivesUpIsDown() {
        respond(null, null);
        assertEquals(ProbeResult.down("does not answer within 3000 ms"), answer.join());
    }

    @Test
    void aResponseWithoutVariablesIsUnknown() {
        respond(new PDU(), null);
        assertEquals(ProbeResult.Kind.UNKNOWN, answer.join().kind());
        assertEquals(
                "answers, but without the object 1.3.6.1 (an empty response); check 'oid' and what listens on this port",
                answer.join().text());
    }
}
