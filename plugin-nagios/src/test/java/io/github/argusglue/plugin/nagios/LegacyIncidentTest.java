package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which object an incident of nglue or nagios-argus-glue is about. */
class LegacyIncidentTest {
    private static final ObjectKey HOST = ObjectKey.host("gw-1");
    private static final ObjectKey DISK = ObjectKey.service("gw-1", "Disk");
    private static final ObjectKey DISK_VAR = ObjectKey.service("gw-1", "Disk /var");
    private static final ObjectKey PING = ObjectKey.service("gw-1", "PING");
    private static final Set<ObjectKey> KNOWN = Set.of(HOST, DISK, DISK_VAR, PING, ObjectKey.service("gw", "1-Disk"));

    private static OpenIncident incident(String id, String host, String description) {
        return OpenIncident.of(id, Instant.EPOCH, description, List.of(Tag.of("host", host)), Map.of(), null);
    }

    private static Optional<ObjectKey> object(OpenIncident incident, Map<ObjectKey, String> open) {
        return LegacyIncident.objectOf(incident, KNOWN::contains, key -> open.getOrDefault(key, ""));
    }

    private static Optional<ObjectKey> object(String description) {
        return object(incident("17", "gw-1", description), Map.of());
    }

    @Test
    void theServiceWithTheLongestName() {
        assertEquals(Optional.of(DISK_VAR), object("gw-1-Disk /var DISK CRITICAL - free space: /var 3 MB"));
        assertEquals(Optional.of(DISK), object("gw-1-Disk /home DISK CRITICAL"));
        assertEquals(Optional.of(DISK), object("gw-1-Disk"), "no output");
        assertEquals(Optional.of(DISK), object("gw-1-Disk "), "no output");
    }

    @Test
    void theHostIfNoServiceFits() {
        assertEquals(Optional.of(HOST), object("gw-1-Diskless: host unreachable"));
        assertEquals(Optional.of(HOST), object("gw-1-"));
    }

    @Test
    void theHostIfItsOutputBeginsWithTheNameOfAService() {
        Map<ObjectKey, String> down = Map.of(HOST, "PING CRITICAL - Packet loss = 100%, RTA = 1.7 ms");
        OpenIncident ofHost = incident("17", "gw-1", "gw-1-PING CRITICAL - Packet loss = 90%");
        OpenIncident ofService = incident("18", "gw-1", "gw-1-PING PING CRITICAL - Packet loss = 90%");
        assertEquals(Optional.of(HOST), object(ofHost, down));
        assertEquals(Optional.of(PING), object(ofService, down));
        assertEquals(Optional.of(PING), object(ofHost, Map.of()), "the host is up");
    }

    @Test
    void problemIdsOfNaemon() {
        OpenIncident ofNaemon = incident("7c5aba41-e8d7-4b83-94b2-2e3d8ce9ebf5", "gw-1", "gw-1-Disk full");
        assertEquals(Optional.of(DISK), object(ofNaemon, Map.of()));
    }

    @Test
    void incidentsOfOthers() {
        assertEquals(Optional.empty(), object(incident("gw-1!Disk@20261120T212418Z", "gw-1", "gw-1-Disk"), Map.of()));
        assertEquals(Optional.empty(), object(incident("17", "gw-1", "gw-1: Disk"), Map.of()));
        assertEquals(Optional.empty(), object(incident("17", "gw-2", "gw-2-Disk full"), Map.of()), "no such host");
        OpenIncident untagged = OpenIncident.of("17", Instant.EPOCH, "gw-1-Disk", List.of(), Map.of(), null);
        assertEquals(Optional.empty(), object(untagged, Map.of()));
    }
}
