package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.SourceException;
import java.util.List;
import java.util.Optional;

/** Runs commands about one case. */
interface ZinoCommands {

    /** Makes a call, and repeats it on a new session if the existing one has ended. */
    <T> T runWithRetry(ZinoConnection.SessionCall<T> work) throws SourceException, InterruptedException;

    /** Makes a call that must not be repeated. If it fails, the caller has to find out how much of it was done. */
    <T> T runOnce(ZinoConnection.SessionCall<T> work) throws SourceException, InterruptedException;

    /** Returns whether a case that was just read belongs to an alert. */
    boolean isCaseOf(AlertId id, ZinoCase zinoCase);

    /** Reads the case of an alert; empty if Zino no longer knows it, or if its number now belongs to another case. */
    default Optional<ZinoCase> readCase(AlertId id) throws SourceException, InterruptedException {
        if (CaseIds.number(id).isEmpty()) {
            return Optional.empty();
        }
        long number = CaseIds.number(id).getAsLong();
        CaseReadResult read =
                runWithRetry(session -> session.readWithEcho(number)).result();
        if (!read.failed().isEmpty()) {
            throw SourceException.badAnswer("Zino cannot show case " + number + ", see its log", null);
        }
        return Optional.ofNullable(read.found().get(number)).filter(zinoCase -> isCaseOf(id, zinoCase));
    }

    /**
     * Reads the history of a case ({@code GETHIST}, what people did) or its log ({@code GETLOG}, what Zino observed);
     * empty if the case is gone.
     */
    default List<CaseLogEntry> readLog(String command, int code, long number)
            throws SourceException, InterruptedException {
        return runWithRetry(session -> {
            ZinoReply reply = session.execute(command + " " + number);
            if (reply.isUnknownCase()) {
                return List.of();
            }
            session.requireCode(code, command + " " + number, reply);
            return CaseLogEntry.parse(reply.body());
        });
    }
}
