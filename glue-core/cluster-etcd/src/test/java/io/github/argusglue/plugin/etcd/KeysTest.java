package io.github.argusglue.plugin.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeysTest {
    private static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

    private final Keys keys = new Keys("/argus-glue/");

    @Test
    void keysAreReadable() {
        assertEquals(
                "/argus-glue/members/glue1.example.org",
                keys.member("glue1.example.org").toStringUtf8());
        assertEquals("/argus-glue/owners/oslo", keys.owner("oslo").toStringUtf8());
        assertEquals("/argus-glue/state/oslo/seen", keys.value("oslo", "seen").toStringUtf8());
    }

    @Test
    void namesAreFoundInTheirKeysOnly() {
        assertEquals("a.b", keys.nameOfMember(keys.member("a.b")));
        assertEquals("", keys.nameOfMember(keys.owner("a")));
        assertEquals("a-b", keys.sourceOfOwner(keys.owner("a-b")));
        assertEquals("", keys.sourceOfOwner(keys.member("a")));
        assertEquals("", keys.sourceOfOwner(keys.value("a", "b")));
    }

    @Test
    void rangesHaveMembersAndOwnersAndNothingElse() {
        List<ByteString> ordered = List.of(
                keys.first(),
                keys.member("0"),
                keys.member("z".repeat(253)),
                keys.endOfMembers(),
                keys.owner("0"),
                keys.owner("z".repeat(253)),
                keys.end(),
                keys.value("a", "a"));
        for (int i = 1; i < ordered.size(); i++) {
            assertTrue(
                    ORDER.compare(ordered.get(i - 1), ordered.get(i)) < 0,
                    ordered.get(i - 1).toStringUtf8() + " is not before "
                            + ordered.get(i).toStringUtf8());
        }
    }
}
