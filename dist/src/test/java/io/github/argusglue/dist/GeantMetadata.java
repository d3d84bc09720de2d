package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What geant-argus 0.41 demands of an incident's metadata, in its version v1; it answers 400 to anything else. */
final class GeantMetadata {
    private static final Map<String, List<String>> NAMES = Map.of(
            "bgp", List.of("hostname", "remote_peer"),
            "link", List.of("hostname", "interface"),
            "coriant", List.of("ne_name", "port"),
            "infinera", List.of("ne_name", "port"),
            "fiberlink", List.of("ne_a", "ne_b"));
    private static final Set<String> LINK_PROPERTIES = Set.of(
            "id",
            "admin_status",
            "oper_status",
            "admin_down_time",
            "oper_down_time",
            "admin_up_time",
            "oper_up_time",
            "equipment_name",
            "interface_name",
            "snmp_trap_oid");

    private GeantMetadata() {}

    static void check(Map<String, Object> metadata) {
        assertEquals("v1", metadata.get("version"));
        for (String name : List.of("phase", "severity", "description")) {
            assertInstanceOf(String.class, metadata.get(name), name);
        }
        assertTrue(Set.of("ACTIVE", "CLEAR", "CLOSED").contains(metadata.get("status")), "status");
        assertInstanceOf(Boolean.class, metadata.get("short_lived"), "short_lived");
        assertInstanceOf(Number.class, metadata.get("endpoint_count"), "endpoint_count");
        assertInstanceOf(Boolean.class, object(metadata, "blacklist").get("applied"), "blacklist");
        nullable(metadata, "comment");
        Map<?, ?> endpoints = object(metadata, "endpoints");
        int links = 0;
        for (Map.Entry<String, List<String>> kind : NAMES.entrySet()) {
            for (Object endpoint : assertInstanceOf(List.class, endpoints.get(kind.getKey()), kind.getKey())) {
                endpoint(assertInstanceOf(Map.class, endpoint), kind.getValue());
                links++;
            }
        }
        assertEquals(((Number) metadata.get("endpoint_count")).intValue(), links);
    }

    private static void endpoint(Map<?, ?> endpoint, List<String> names) {
        names.forEach(name -> assertInstanceOf(String.class, endpoint.get(name), name));
        for (Object each : assertInstanceOf(List.class, endpoint.get("events"))) {
            Map<?, ?> event = assertInstanceOf(Map.class, each);
            assertInstanceOf(String.class, event.get("init_time"), "init_time");
            nullable(event, "clear_time");
            assertInstanceOf(Boolean.class, event.get("is_up"), "is_up");
            Set<?> properties = object(event, "properties").keySet();
            assertTrue(LINK_PROPERTIES.containsAll(properties), properties::toString);
        }
    }

    private static Map<?, ?> object(Map<?, ?> around, String name) {
        return assertInstanceOf(Map.class, around.get(name), name);
    }

    /** The field has to be there, if only as null. */
    private static void nullable(Map<?, ?> around, String name) {
        assertTrue(around.containsKey(name), name);
        Object value = around.get(name);
        assertTrue(value == null || value instanceof String, name);
    }
}
