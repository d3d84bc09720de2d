package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.State;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one line of nagios.log means.
 *
 * @param change the change of state that it reports; empty if it reports none
 * @param isHint whether the next status.dat will say something new
 */
record LogLine(Optional<Overlay.Change> change, boolean isHint) {
    static final LogLine NOTHING = new LogLine(Optional.empty(), false);
    private static final LogLine HINT = new LogLine(Optional.empty(), true);

    private static final String SERVICE_ALERT = "SERVICE ALERT: ";
    private static final String HOST_ALERT = "HOST ALERT: ";
    private static final String COMMAND = "EXTERNAL COMMAND: ";
    private static final int MAX_EPOCH_DIGITS = 12;
    private static final Set<State> OF_SERVICES = Set.of(State.OK, State.WARNING, State.CRITICAL, State.UNKNOWN);
    private static final Set<State> OF_HOSTS = Set.of(State.UP, State.DOWN, State.UNREACHABLE);

    /**
     * Parses a line.
     *
     * @param line its bytes, decoded as ISO-8859-1
     */
    static LogLine parse(String line) {
        int end = line.indexOf("] ");
        if (!line.startsWith("[") || end < 2 || end > MAX_EPOCH_DIGITS || !isNumber(line, 1, end)) {
            return NOTHING;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(line, 1, end, 10));
        String text = line.substring(end + 2);
        if (text.startsWith(SERVICE_ALERT)) {
            String[] parts = text.substring(SERVICE_ALERT.length()).split(";", 6);
            return parts.length < 6
                    ? NOTHING
                    : alert(
                            ObjectKey.service(Text.decode(parts[0]), Text.decode(parts[1])),
                            parts[2],
                            parts[3],
                            parts[5],
                            at);
        }
        if (text.startsWith(HOST_ALERT)) {
            String[] parts = text.substring(HOST_ALERT.length()).split(";", 5);
            return parts.length < 5
                    ? NOTHING
                    : alert(ObjectKey.host(Text.decode(parts[0])), parts[1], parts[2], parts[4], at);
        }
        if (text.startsWith(COMMAND)) {
            // Results of passive checks come this way, too, and would be a hint each.
            return text.startsWith("PROCESS_", COMMAND.length()) ? NOTHING : HINT;
        }
        boolean isNews = text.contains(" FLAPPING ALERT: ")
                || text.contains(" DOWNTIME ALERT: ")
                || text.contains(" starting...")
                || text.startsWith("Caught SIG")
                || text.startsWith("Successfully shutdown");
        return isNews ? HINT : NOTHING;
    }

    private static LogLine alert(ObjectKey key, String name, String type, String output, Instant at) {
        Set<State> possible = key.isHost() ? OF_HOSTS : OF_SERVICES;
        Optional<State> state =
                possible.stream().filter(one -> one.name().equals(name)).findAny();
        if (state.isEmpty() || (state.get().isProblem() && !type.equals("HARD"))) {
            return NOTHING;
        }
        return new LogLine(
                Optional.of(new Overlay.Change(key, state.get(), Text.decode(output), at, null, null)), true);
    }

    private static boolean isNumber(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
