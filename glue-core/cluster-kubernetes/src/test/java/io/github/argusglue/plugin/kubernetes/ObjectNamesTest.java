package io.github.argusglue.plugin.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectNamesTest {
    /** As Kubernetes checks the name of an object. */
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private final ObjectNames names = new ObjectNames("p".repeat(40));

    @Test
    void usualNamesAreReadable() {
        ObjectNames usual = new ObjectNames("argus-glue");
        assertEquals("argus-glue.member.glue-7d9c.example.org", usual.member("glue-7d9c.example.org"));
        assertEquals("argus-glue.source.oslo", usual.source("oslo"));
        assertEquals("argus-glue.state.oslo.17", usual.value("oslo", 17));
    }

    @Test
    void allNamesAreValidAndDifferent() {
        List<String> all = new ArrayList<>();
        List<String> given = List.of(
                "a",
                "a-",
                "a--",
                "a.",
                "a..",
                "a.-",
                "a-.b",
                "a.b",
                "s".repeat(253),
                "s".repeat(252) + "t",
                "s".repeat(252));
        for (String name : given) {
            all.add(names.member(name));
            all.add(names.source(name));
            all.add(names.value(name, Long.MAX_VALUE));
        }
        assertEquals(given.size() * 3, new HashSet<>(all).size(), all.toString());
        for (String name : all) {
            assertTrue(name.length() <= 253 && name.matches(SUBDOMAIN), name);
        }
    }

    @Test
    void aPrefixThatLooksLikeAKindGivesOtherNames() {
        assertTrue(!new ObjectNames("a-source").member("b").equals(new ObjectNames("a").source("member-b")));
    }
}
