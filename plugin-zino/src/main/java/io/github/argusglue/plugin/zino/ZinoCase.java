package io.github.argusglue.plugin.zino;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case as {@code GETATTRS} shows it. Types, states and attributes that are not known here are kept as they are.
 *
 * @param number not unique for ever: Zino gives it again to another case after its state was lost
 * @param router name as Zino has it
 * @param type such as {@code portstate}
 * @param state such as {@code open}
 * @param opened to the second; changes when somebody sets the state to {@code embryonic}
 * @param attributes all of them by their name on the wire, in the order they came
 */
record ZinoCase(long number, String router, String type, String state, Instant opened, Map<String, String> attributes) {
    static final String CLOSED = "closed";
    static final String IGNORED = "ignored";
    static final String OPEN = "open";

    /** The key that a router's own text follows; what comes behind it may be forged. */
    private static final String UNTRUSTED = "descr";

    /** Reads a body; empty if it lacks what every case has. */
    static Optional<ZinoCase> parse(List<String> body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String line : body) {
            int colon = line.indexOf(':');
            // The first of a name counts: what a router may have put into its description comes later.
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

    /** Returns a number of at most eleven digits, as Zino's ids and times are; null if it is none. */
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

    /** Tells whether everything that can be trusted has been read, though the end may have been forged. */
    boolean hasAllTrusted() {
        return attributes.containsKey(UNTRUSTED);
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Returns an attribute that is a number of seconds since 1970. */
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
     * Returns how a port is; while it flaps Zino calls it up or down as the last trap had it, and says so elsewhere.
     */
    Optional<String> portState() {
        return attribute("flapstate").filter("flapping"::equals).or(() -> attribute("portstate"));
    }

    /** Returns what tells it from the other cases of its type and router; empty if there is only one. */
    String subIndex() {
        return attribute("remote-addr")
                .or(() -> attribute("ifindex"))
                .or(() -> attribute("alarm-type"))
                .orElse("");
    }

    /** Tells whether the other one is about the same thing, at whatever time. */
    boolean isAboutTheSameAs(ZinoCase other) {
        return router.equals(other.router)
                && type.equals(other.type)
                && subIndex().equals(other.subIndex());
    }
}
