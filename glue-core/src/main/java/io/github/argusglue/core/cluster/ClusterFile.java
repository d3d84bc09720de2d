package io.github.argusglue.core.cluster;

import io.github.argusglue.core.state.JsonStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session that this process has, in a file: the next process with this state folder ends it at once. */
final class ClusterFile {
    private static final Logger log = LoggerFactory.getLogger("cluster");
    private static final int VERSION = 1;

    private final JsonStateFile<SessionJson> json;
    private @Nullable SessionJson written;

    ClusterFile(Path stateDir) {
        this.json = new JsonStateFile<>(
                stateDir.resolve("cluster.json"),
                SessionJson.class,
                "if another process has just ended without handing over, its session has to run out first");
    }

    /** Returns the session of an earlier process that did not end it. */
    Optional<SessionJson> read() {
        return json.read().filter(file -> !file.session().isEmpty());
    }

    void write(String session, List<String> sources) {
        SessionJson content = new SessionJson(VERSION, session, sources);
        if (content.equals(written)) {
            return;
        }
        try {
            json.write(content);
            written = content;
        } catch (IOException e) {
            log.warn(
                    "the session cannot be stored; after a crash, its sources stay without owner until it ends: {}",
                    e.toString());
        }
    }

    /**
     * The content of the file.
     *
     * @param session empty if it was ended
     * @param sources that this process owned
     */
    record SessionJson(int version, String session, List<String> sources) {
        SessionJson(int version, @Nullable String session, @Nullable List<String> sources) {
            this.version = version;
            this.session = session == null ? "" : session;
            this.sources = sources == null ? List.of() : List.copyOf(sources);
        }
    }
}
