package io.github.argusglue.plugin.zino;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case as {@code GETATTRS} shows it. Unknown types, states and attributes are kept unchanged.
 *
 * @param number not unique for ever: Zino reuses it for another case after it has lost its state
 * @param router router name as in Zino
 * @param type for example {@code portstate}
 * @param state for example {@code open}
 * @param opened opening time, in seconds; changes if somebody sets the state to {@code embryonic}
 * @param attributes all attributes by their names in the protocol, in the order they were received
 */
record ZinoCase(long number, String router, String type, String state, Instant opened, Map<String, String> attributes) {
    static final String CLOSED = "closed";
    static final String IGNORED = "ignored";
    static final String OPEN = "open";

    /** This attribute contains text of the router itself, so everything after it may be forged. */
    private static final String UNTRUSTED = "descr";

    /** Parses the lines of a reply; empty if an attribute is missing that every case has. */
    static Optional<ZinoCase> parse(List<String> body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String line : body) {
            int colon = line.indexOf(':');
            // The first attribute of each name counts: attributes forged in a router's description come later.
            if (colon > 0 && isName(line, colon)) {
                attributes.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        Long number = number(attributes.get("id"));
        Long opened = number(attributes.get("opened"));
        String router = attributes.getOrDefault("router", "");
        String type = attributes.getOrDefault("type", "");
        String state = attributes.getOrDefault("state", "");
        if (number == null || opened == null || router.isEmpty() || type.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ZinoCase(
                number, router, type, state, Instant.ofEpochSecond(opened), Collections.unmodifiableMap(attributes)));
    }

    private static boolean isName(String line, int length) {
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || c != '-')) {
                return false;
            }
        }
        return true;
    }

    /** Returns a number of at most eleven digits, as Zino's ids and times are; null if the text is not one. */
    static @Nullable Long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 11) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return Long.valueOf(text);
    }

    /** Returns whether all attributes that can be trusted have been read, even if the rest may be forged. */
    boolean hasAllTrustedAttributes() {
        return attributes.containsKey(UNTRUSTED);
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Returns an attribute that contains seconds since 1970. */
    Optional<Instant> time(String name) {
        return Optional.ofNullable(number(attributes.get(name))).map(Instant::ofEpochSecond);
    }

    long count(String name) {
        Long value = number(attributes.get(name));
        return value == null ? 0 : value;
    }

    int priority() {
        Long value = number(attributes.get("priority"));
        return value == null ? 100 : (int) Math.min(Integer.MAX_VALUE, value);
    }

    boolean isClosed() {
        return state.equals(CLOSED);
    }

    /**
     * Returns the state of a port. While a port flaps, {@code portstate} only has the state of the last trap, so
     * {@code flapstate} comes first.
     */
    Optional<String> portState() {
        return attribute("flapstate").filter("flapping"::equals).or(() -> attribute("portstate"));
    }

    /** Returns what distinguishes the case from others of the same type and router; empty if there is only one. */
    String subIndex() {
        return attribute("remote-addr")
                .or(() -> attribute("ifindex"))
                .or(() -> attribute("alarm-type"))
                .orElse("");
    }

    /** Returns whether the other case is about the same thing, at whatever time. */
    boolean hasSameSubject(ZinoCase other) {
        return router.equals(other.router)
                && type.equals(other.type)
                && subIndex().equals(other.subIndex());
    }
}
