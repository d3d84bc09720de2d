package io.github.argusglue.core.token;

import java.util.Optional;

/** Says which process of a cluster may write to Argus for a source. Thread-safe. */
public interface SourceWriters {
    /** There is no cluster: this process writes for all sources. */
    SourceWriters ALONE = new SourceWriters() {
        @Override
        public String self() {
            return "";
        }

        @Override
        public Optional<String> owner(String source) {
            return Optional.of("");
        }
    };

    /** Returns the name of this process. */
    String self();

    /** Returns the name of the process that may write for a source; empty if there is none. */
    Optional<String> owner(String source);
}
