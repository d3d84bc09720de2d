package io.github.argusglue.core.failover;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.state.JsonStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The stored state of a group: the role set by hand, and whether it was active. */
final class FailoverFile {
    private static final int VERSION = 1;

    private final Path file;
    private final JsonStateFile<FailoverJson> json;

    FailoverFile(Path file) {
        this.file = file;
        this.json = new JsonStateFile<>(
                file,
                FailoverJson.class,
                "a role that was set by hand is lost; set it again with 'argus-glue failover'");
    }

    /**
     * The stored state.
     *
     * @param automatic the role according to the checks of the primary
     * @param byHand the role set by hand; null if none
     * @param byHandSince when it was set; null if none
     */
    record Known(
            Role automatic, @Nullable Role byHand, @Nullable Instant byHandSince) {
        static final Known NOTHING = new Known(Role.STANDBY, null, null);
    }

    Known load() {
        return json.read().map(FailoverJson::known).orElse(Known.NOTHING);
    }

    /**
     * Stores the state.
     *
     * @throws IOException if it cannot be written; the message names the file
     */
    void save(Known known) throws IOException {
        try {
            json.write(FailoverJson.of(known));
        } catch (IOException e) {
            throw new IOException("cannot write '" + file + "': " + e, e);
        }
    }

    /**
     * The content of the file, with roles as an operator writes them. Read regardless of its version, because it may
     * contain a role that was set by hand.
     */
    record FailoverJson(
            int version,
            String automatic,
            @Nullable String byHand,
            @Nullable Instant byHandSince) {
        FailoverJson {
            role(requireNonNull(automatic, "'automatic' is missing"));
            if (byHand != null) {
                role(byHand);
                requireNonNull(byHandSince, "'by_hand_since' is missing");
            }
        }

        static FailoverJson of(Known known) {
            Role byHand = known.byHand();
            return new FailoverJson(
                    VERSION, word(known.automatic()), byHand == null ? null : word(byHand), known.byHandSince());
        }

        Known known() {
            return byHand == null
                    ? new Known(role(automatic), null, null)
                    : new Known(role(automatic), role(byHand), byHandSince);
        }

        private static Role role(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "active" -> Role.ACTIVE;
                case "standby" -> Role.STANDBY;
                default -> throw new IllegalArgumentException("'" + word + "' is not a role");
            };
        }

        private static String word(Role role) {
            return role.name().toLowerCase(Locale.ROOT);
        }
    }
}
