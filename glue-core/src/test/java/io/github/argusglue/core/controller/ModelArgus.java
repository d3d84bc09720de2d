package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.argus.TokenOwner;
import io.github.argusglue.core.plan.IncidentSketch;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An Argus in memory behind the client's interface. {@link ModelServer} implements the rules; this class adds failures
 * of the network. Safe for use by any thread.
 */
public final class ModelArgus implements Argus {
    /** What happens to a call. */
    public enum Fault {
        NONE,
        /** Nothing is done. */
        DOWN,
        /** Nothing is done, and the caller cannot know that. */
        UNSENT,
        /** It is done, but the answer is lost. */
        LOST,
        RATE_LIMITED,
        BAD_TOKEN,
        /** Nothing is done, and the same request will always be rejected. */
        REJECTED,
        /** Nothing is done, although the token is valid. */
        FORBIDDEN
    }

    /** Decides what happens to each call. */
    @FunctionalInterface
    public interface Faults {
        Fault of(String call);
    }

    public final ModelServer server;

    /** Sizes of the requested pages of the feed. */
    public final List<Integer> feedPageSizes = new ArrayList<>();

    private final List<String> calls = new ArrayList<>();
    private Faults faults = call -> Fault.NONE;
    private boolean canRestart = true;
    private LongConsumer duringChange = pk -> {};
    private BiConsumer<Incident, String> endCheck = (incident, reason) -> {};

    public ModelArgus(InstantSource clock) {
        this.server = new ModelServer(clock);
    }

    public synchronized void faults(Faults newer) {
        faults = newer;
    }

    public synchronized void disableRestart() {
        canRestart = false;
    }

    /** Runs something between reading and saving of each change, as a concurrent request can. */
    public synchronized void duringChange(LongConsumer other) {
        duringChange = other;
    }

    /** Sets a check that is called with each open incident that we end, and the reason. */
    public synchronized void onEnd(BiConsumer<Incident, String> check) {
        endCheck = check;
    }

    /** Returns the calls since the last time this was called. */
    public synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    public synchronized ServerInfo server() throws ArgusException {
        return call("server", () -> new ServerInfo(canRestart ? "2.10.2" : "2.9.1", canRestart, canRestart));
    }

    @Override
    public TokenOwner identify(OwnerCheck check) throws ArgusException, InterruptedException {
        TokenOwner owner = owner();
        check.check(owner, pk -> findByPk(List.of(pk)).stream().findFirst());
        return owner;
    }

    private synchronized TokenOwner owner() throws ArgusException {
        return call("userPk", () -> new TokenOwner(IncidentSketch.US, 1, "oslo"));
    }

    @Override
    public synchronized void checkToken() throws ArgusException {
        call("checkToken", () -> true);
    }

    @Override
    public synchronized List<Incident> listOpen() throws ArgusException {
        return call("open", () -> mine(server.open()));
    }

    @Override
    public synchronized int countOpen() throws ArgusException {
        return call("countOpen", () -> mine(server.open()).size());
    }

    @Override
    public synchronized int countOpenAcked() throws ArgusException {
        return call("countOpenAcked", () -> acked().size());
    }

    @Override
    public synchronized List<Incident> listOpenAcked() throws ArgusException {
        return call("openAcked", this::acked);
    }

    private List<Incident> acked() {
        return mine(server.open()).stream().filter(Incident::acked).toList();
    }

    @Override
    public synchronized List<Incident> listEndedSince(Instant since) throws ArgusException {
        return call(
                "endedSince",
                () -> mine(server.all()).stream()
                        .filter(incident -> !ModelServer.isOpen(incident)
                                && !endOf(incident).isBefore(since))
                        .toList());
    }

    private static Instant endOf(Incident incident) {
        Instant end = incident.endTime();
        return end == null ? Instant.MIN : end;
    }

    @Override
    public synchronized Optional<Incident> findBySourceIncidentId(String sourceIncidentId) throws ArgusException {
        return call("bySourceIncidentId " + sourceIncidentId, () -> server.find(sourceIncidentId.strip()));
    }

    @Override
    public synchronized List<Incident> findByPk(Collection<Long> pks) throws ArgusException {
        return call(
                "byPk " + pks,
                () -> mine(server.all()).stream()
                        .filter(incident -> pks.contains(incident.pk()))
                        .toList());
    }

    @Override
    public synchronized Incident create(String sourceIncidentId, IncidentContent body) throws ArgusException {
        return call("create " + sourceIncidentId, () -> server.create(sourceIncidentId, body));
    }

    @Override
    public synchronized Incident change(long pk, IncidentChange change) throws ArgusException {
        return call("change " + pk, () -> {
            Incident changed = server.change(pk, change, () -> duringChange.accept(pk));
            if (server.isForeign(pk)) {
                throw new ArgusException(Kind.OTHER_INCIDENT, "change " + pk + ": of another source");
            }
            return changed;
        });
    }

    @Override
    public synchronized void postEvent(long pk, EventType type, Instant timestamp, String description)
            throws ArgusException {
        call("post " + type + " " + pk, () -> {
            if (type == EventType.RES && !canRestart) {
                throw new ArgusException(Kind.REJECTED, "400: \"RES\" is not a valid choice.");
            }
            Optional<Incident> ended = server.get(pk).filter(ModelServer::isOpen);
            if (type == EventType.END && ended.isPresent()) {
                endCheck.accept(ended.get(), description);
            }
            server.post(pk, type, timestamp, description);
            return pk;
        });
    }

    @Override
    public synchronized List<IncidentEvent> events(long pk) throws ArgusException {
        return call("events " + pk, () -> server.events(pk));
    }

    @Override
    public synchronized List<IncidentAck> acks(long pk) throws ArgusException {
        return call("acks " + pk, () -> server.acks(pk));
    }

    @Override
    public synchronized IncidentAck acknowledge(
            long pk, Instant timestamp, String description, @Nullable Instant expiration) throws ArgusException {
        return call("post ACK " + pk, () -> server.acknowledge(pk, timestamp, description, expiration));
    }

    @Override
    public synchronized IncidentAck changeAck(long pk, long ackPk, @Nullable Instant expiration) throws ArgusException {
        return call("change ack " + ackPk + " of " + pk, () -> server.changeAck(pk, ackPk, expiration));
    }

    @Override
    public synchronized void heartbeat() throws ArgusException {
        call("heartbeat", () -> {
            if (!canRestart) {
                throw new ArgusException(Kind.BAD_ANSWER, "heartbeat: 405");
            }
            return true;
        });
    }

    @Override
    public synchronized FeedPage feed(int size, @Nullable URI next) throws ArgusException {
        feedPageSizes.add(size);
        return call("feed", () -> server.feed(size, next == null ? 0 : Integer.parseInt(next.getFragment())));
    }

    private List<Incident> mine(List<Incident> all) {
        return all.stream().filter(incident -> !server.isForeign(incident.pk())).toList();
    }

    private interface Operation<T> {
        T run() throws ArgusException;
    }

    private <T> T call(String what, Operation<T> operation) throws ArgusException {
        calls.add(what);
        boolean write = what.startsWith("create")
                || what.startsWith("change")
                || what.startsWith("post")
                || what.equals("heartbeat");
        Kind unknown = write ? Kind.OUTCOME_UNKNOWN : Kind.SERVER_DOWN;
        Fault fault = faults.of(what);
        switch (fault) {
            case DOWN -> throw new ArgusException(Kind.SERVER_DOWN, what + ": cannot connect");
            case UNSENT -> throw new ArgusException(unknown, what + ": no answer");
            case RATE_LIMITED -> throw new ArgusException(Kind.RATE_LIMITED, what + ": 429");
            case BAD_TOKEN -> throw new ArgusException(Kind.BAD_TOKEN, what + ": 401");
            case REJECTED -> throw new ArgusException(Kind.REJECTED, what + ": 400");
            case FORBIDDEN -> throw new ArgusException(Kind.FORBIDDEN, what + ": 403");
            default -> {}
        }
        T result = operation.run();
        if (fault == Fault.LOST) {
            throw new ArgusException(unknown, what + ": answer lost");
        }
        return result;
    }
}
