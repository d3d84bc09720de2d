package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.SourceException;
import java.util.List;
import java.util.Optional;

/** Talks with Zino about one case. */
interface Talk {

    /** Does something with a session, and does it again on a new one if the one we had has ended meanwhile. */
    <T> T with(Link.Work<T> work) throws SourceException, InterruptedException;

    /** Does something that must not be done twice: if it fails, it is for the caller to look how far it came. */
    <T> T once(Link.Work<T> work) throws SourceException, InterruptedException;

    /** Tells whether a case that was just read is the one that an alert stands for. */
    boolean isCase(AlertId id, ZinoCase seen);

    /** Reads the case that an alert stands for; empty if Zino knows it no more, or knows another by its number. */
    default Optional<ZinoCase> read(AlertId id) throws SourceException, InterruptedException {
        if (CaseIds.number(id).isEmpty()) {
            return Optional.empty();
        }
        long number = CaseIds.number(id).getAsLong();
        Attributes read = with(session -> session.doubtful(number)).attributes();
        if (!read.failed().isEmpty()) {
            throw SourceException.badAnswer("Zino fails to show its case " + number + ", see its log", null);
        }
        return Optional.ofNullable(read.found().get(number)).filter(seen -> isCase(id, seen));
    }

    /** Reads what people did to a case, or with another command what Zino has seen; empty if the case is gone. */
    default List<HistoryLine> lines(String command, int code, long number)
            throws SourceException, InterruptedException {
        return with(session -> {
            Reply reply = session.ask(command + " " + number);
            if (reply.isUnknownCase()) {
                return List.of();
            }
            session.require(code, command + " " + number, reply);
            return HistoryLine.parse(reply.body());
        });
    }
}
