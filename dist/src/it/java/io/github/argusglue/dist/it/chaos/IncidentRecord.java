package io.github.argusglue.dist.it.chaos;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An incident in Argus's database, with its log in the order in which it was written. */
record IncidentRecord(long pk, String key, boolean isOpen, String ticket, Set<String> tags, List<LogEntry> log) {
    /** Returns the last line by which a person closed or reopened it. */
    Optional<LogEntry> lastSaidByAPerson() {
        return log.stream()
                .filter(entry -> !entry.ours() && (entry.is("CLO") || entry.is("REO")))
                .reduce((first, second) -> second);
    }
}
