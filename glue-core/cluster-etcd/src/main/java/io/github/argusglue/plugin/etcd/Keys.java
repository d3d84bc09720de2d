package io.github.argusglue.plugin.etcd;

import com.google.protobuf.ByteString;

/**
 * The keys in etcd, below the prefix of the configuration:
 *
 * <ul>
 *   <li>{@code members/NAME}: the text of a member. Deleted by etcd with the lease of its session
 *   <li>{@code owners/SOURCE}: the session that owns a source. Deleted with the lease of that session
 *   <li>{@code state/SOURCE/NAME}: a value of a source. Stays
 * </ul>
 */
final class Keys {
    private static final String MEMBERS = "members/";
    private static final String OWNERS = "owners/";

    private final String prefix;

    Keys(String prefix) {
        this.prefix = prefix;
    }

    ByteString member(String name) {
        return ByteString.copyFromUtf8(prefix + MEMBERS + name);
    }

    ByteString owner(String source) {
        return ByteString.copyFromUtf8(prefix + OWNERS + source);
    }

    ByteString value(String source, String name) {
        return ByteString.copyFromUtf8(prefix + "state/" + source + "/" + name);
    }

    /** Returns where members begin; owners follow them. */
    ByteString first() {
        return member("");
    }

    /** Returns the end of the members: the first key that is none. */
    ByteString endOfMembers() {
        return after(MEMBERS);
    }

    /** Returns the end of members and owners. */
    ByteString end() {
        return after(OWNERS);
    }

    private ByteString after(String folder) {
        // '0' follows '/'.
        return ByteString.copyFromUtf8(prefix + folder.substring(0, folder.length() - 1) + "0");
    }

    /** Returns the name of the member that a key belongs to; empty if it belongs to none. */
    String nameOfMember(ByteString key) {
        return rest(key, prefix + MEMBERS);
    }

    /** Returns the source whose owner a key names; empty if it is another key. */
    String sourceOfOwner(ByteString key) {
        return rest(key, prefix + OWNERS);
    }

    private static String rest(ByteString key, String begin) {
        String text = key.toStringUtf8();
        return text.startsWith(begin) ? text.substring(begin.length()) : "";
    }
}
