package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.core.argus.TokenOwner;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** {@link Argus} over version 2 of its HTTP API. */
public final class HttpArgus implements Argus {
    /** Numbers of incidents in one request: the URL is well below the length that servers and proxies accept. */
    private static final int CHUNK = 200;

    /** Incidents per page: takes the server about 1.5 s, far from the limits of servers and proxies. */
    private static final int PAGE = 500;

    private static final byte[] EMPTY_BODY = {};

    private final ArgusTransport transport;
    private final ArgusFailures failures;
    private final ServerClock serverClock;
    private final HttpUrl base;
    private final HttpUrl api;
    private final PageSize pageSize;
    private final CheckedToken checked;
    private final RequestBodies bodies = new RequestBodies();

    /** 0 while it is not known. */
    private volatile long userPk;

    private HttpArgus(
            ArgusTransport transport,
            CheckedToken checked,
            ArgusFailures failures,
            ServerClock serverClock,
            HttpUrl base,
            PageSize pageSize) {
        this.transport = transport;
        this.checked = checked;
        this.failures = failures;
        this.serverClock = serverClock;
        this.base = base;
        this.pageSize = pageSize;
        this.api = ArgusUrls.below(base, "api/v2/");
    }

    /**
     * Creates a client; sends nothing.
     *
     * @param shared has timeouts, proxy and trusted certificates
     * @param url address of Argus
     * @param token read again for each request
     * @param source name for messages
     * @param observer is notified of each request
     * @param tokens is notified whether Argus accepts the token
     * @param checked decides which token requests may carry
     */
    static HttpArgus create(
            ArgusClient shared,
            URI url,
            Secret token,
            String source,
            InstantSource clock,
            RequestObserver observer,
            TokenObserver tokens,
            CheckedToken checked,
            WritePermit permit) {
        ArgusFailures failures = new ArgusFailures(source, clock);
        ServerClock serverClock = new ServerClock(clock);
        ArgusTransport transport =
                new ArgusTransport(shared, token, failures, serverClock, observer, tokens, checked, permit);
        return new HttpArgus(transport, checked, failures, serverClock, ArgusUrls.base(url), new PageSize(PAGE));
    }

    /** Returns a copy with another page size. */
    public HttpArgus withPageSize(int size) {
        return new HttpArgus(transport, checked, failures, serverClock, base, new PageSize(size));
    }

    @Override
    public ServerInfo server() throws ArgusException, InterruptedException {
        return transport.send(ArgusRequest.getWithoutToken(ArgusUrls.below(base, "api/")), json -> {
            String[] version = {""};
            boolean[] known = {false};
            ArgusJson.object(json, "answer", name -> {
                known[0] |= "server-version".equals(name) || "api-version".equals(name);
                if ("server-version".equals(name)) {
                    version[0] = String.valueOf(ArgusJson.any(json));
                } else {
                    json.skipChildren();
                }
            });
            if (!known[0]) {
                throw ArgusJson.missing("server-version");
            }
            return ServerVersion.info(version[0]);
        });
    }

    @Override
    public TokenOwner identify(OwnerCheck check) throws ArgusException, InterruptedException {
        ArgusRequest first = ArgusRequest.get(ownIncidents().build());
        String token = transport.token(first);
        try {
            return identify(token, check);
        } catch (ArgusException e) {
            String now = transport.token(first);
            if (e.kind() != ArgusException.Kind.BAD_TOKEN || now.equals(token)) {
                throw e;
            }
            return identify(now, check);
        }
    }

    private TokenOwner identify(String token, OwnerCheck check) throws ArgusException, InterruptedException {
        long begun = checked.beginCheck();
        ArgusTransport asked = transport.withToken(token);
        TokenOwner owner = new SourceIdentity(asked, api).owner();
        check.check(owner, pk -> new HttpTokenApi(asked, failures, base).findIncident(pk));
        userPk = owner.userPk();
        checked.confirm(token, begun);
        return owner;
    }

    @Override
    public void requireIdentify() {
        checked.invalidate();
    }

    @Override
    public void checkToken() throws ArgusException, InterruptedException {
        new SourceIdentity(transport, api).checkToken();
    }

    @Override
    public List<Incident> listOpen() throws ArgusException, InterruptedException {
        return openListing().all();
    }

    @Override
    public int countOpen() throws ArgusException, InterruptedException {
        return openListing().count();
    }

    @Override
    public int countOpenAcked() throws ArgusException, InterruptedException {
        return ackedListing().count();
    }

    @Override
    public List<Incident> listOpenAcked() throws ArgusException, InterruptedException {
        return ackedListing().all();
    }

    @Override
    public List<Incident> listEndedSince(Instant since) throws ArgusException, InterruptedException {
        return listing(ownIncidents()
                        .addQueryParameter("open", "false")
                        .addQueryParameter("end_time__gte", RequestBodies.time(since)))
                .all();
    }

    @Override
    public Optional<Incident> findBySourceIncidentId(String sourceIncidentId)
            throws ArgusException, InterruptedException {
        // Argus strips ids when it stores and when it searches; an empty filter is ignored, so that everything matches.
        String id = sourceIncidentId.strip();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        HttpUrl url = ownIncidents()
                .addQueryParameter("source_incident_id", id)
                .addQueryParameter("page_size", "2")
                .build();
        return rows(url).stream()
                .map(IncidentRow::incident)
                .filter(incident -> incident.sourceIncidentId().equals(id))
                .findFirst();
    }

    @Override
    public List<Incident> findByPk(Collection<Long> pks) throws ArgusException, InterruptedException {
        List<Long> asked = pks.stream().distinct().toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        long user = userPk == 0 ? userPk() : userPk;
        List<Incident> found = new ArrayList<>(asked.size());
        for (int from = 0; from < asked.size(); from += CHUNK) {
            found.addAll(chunk(asked.subList(from, Math.min(from + CHUNK, asked.size())), user));
        }
        return found;
    }

    /** Checks each row, because Argus ignores filters that it does not know and returns everything. */
    private List<Incident> chunk(List<Long> pks, long user) throws ArgusException, InterruptedException {
        Set<Long> wanted = new HashSet<>(pks);
        HttpUrl url = ArgusUrls.below(api, "incidents/")
                .newBuilder()
                .addQueryParameter("id__in", pks.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .addQueryParameter("page_size", Integer.toString(pks.size()))
                .build();
        return rows(url).stream()
                .filter(row -> row.sourceUser() == user)
                .map(IncidentRow::incident)
                .filter(incident -> wanted.remove(incident.pk()))
                .toList();
    }

    @Override
    public Incident create(String sourceIncidentId, IncidentContent content)
            throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.create(sourceIncidentId, content, serverClock.clampToServerTime(content.startTime()));
        } catch (IOException e) {
            throw failures.notSerializable("create of '" + sourceIncidentId + "'", e);
        }
        ArgusRequest request = ArgusRequest.write("POST", ArgusUrls.below(api, "incidents/"), body);
        Incident made = sendAndVerify(request);
        if (!made.sourceIncidentId().equals(RequestBodies.wellFormed(sourceIncidentId.strip()))) {
            throw failures.otherIncident(request, "'" + made.sourceIncidentId() + "'");
        }
        return made;
    }

    /** Sends a write that is answered with the incident, and checks that the incident belongs to this source. */
    private Incident sendAndVerify(ArgusRequest request) throws ArgusException, InterruptedException {
        IncidentRow row = transport.send(request, json -> new IncidentReader().read(json));
        if (userPk != 0 && row.sourceUser() != userPk) {
            throw failures.otherIncident(request, "number " + row.incident().pk() + " of " + row.owner());
        }
        return row.incident();
    }

    @Override
    public Incident change(long pk, IncidentChange change) throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.change(change);
            if (change.ticketUrl() != null && change.ticketUrl().isEmpty()) {
                clearTicket(pk);
            }
        } catch (IOException e) {
            throw failures.notSerializable("change of incident " + pk, e);
        }
        ArgusRequest request =
                ArgusRequest.write("PATCH", incident(pk, ""), body).onIncident();
        Incident changed = sendAndVerify(request);
        if (changed.pk() != pk) {
            throw failures.otherIncident(request, "number " + changed.pk());
        }
        return changed;
    }

    /** PATCH does not accept an empty ticket; PUT of {@code ticket_url/} does. */
    private void clearTicket(long pk) throws ArgusException, InterruptedException, IOException {
        ArgusRequest request = ArgusRequest.write("PUT", incident(pk, "ticket_url/"), bodies.ticket(""))
                .onIncident();
        transport.send(request, json -> {
            json.skipChildren();
            return pk;
        });
    }

    @Override
    public void postEvent(long pk, EventType type, Instant timestamp, String description)
            throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.event(type, timestamp, description);
        } catch (IOException e) {
            throw failures.notSerializable(type + " on incident " + pk, e);
        }
        transport.send(ArgusRequest.write("POST", incident(pk, "events/"), body).onIncident(), EventReader::read);
    }

    @Override
    public Instant clampToServerTime(Instant time) {
        return serverClock.clampToServerTime(time);
    }

    @Override
    public List<IncidentEvent> events(long pk) throws ArgusException, InterruptedException {
        List<IncidentEvent> events = transport.send(
                ArgusRequest.get(incident(pk, "events/")).onIncident(),
                json -> ArgusJson.array(json, "answer", EventReader::read));
        // Argus orders by timestamp, which is whatever the writer stated.
        events.sort(Comparator.comparingLong(IncidentEvent::pk));
        return List.copyOf(events);
    }

    @Override
    public List<IncidentAck> acks(long pk) throws ArgusException, InterruptedException {
        List<IncidentAck> acks = transport.send(
                ArgusRequest.get(incident(pk, "acks/")).onIncident(),
                json -> ArgusJson.array(json, "answer", AckReader::read));
        acks.sort(Comparator.comparingLong(IncidentAck::pk));
        return List.copyOf(acks);
    }

    @Override
    public IncidentAck acknowledge(long pk, Instant timestamp, String description, @Nullable Instant expiration)
            throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.ack(timestamp, description, expiration);
        } catch (IOException e) {
            throw failures.notSerializable("acknowledgement of incident " + pk, e);
        }
        return transport.send(
                ArgusRequest.write("POST", incident(pk, "acks/"), body).onIncident(), AckReader::read);
    }

    @Override
    public IncidentAck changeAck(long pk, long ackPk, @Nullable Instant expiration)
            throws ArgusException, InterruptedException {
        byte[] body;
        try {
            body = bodies.expiration(expiration);
        } catch (IOException e) {
            throw failures.notSerializable("change of acknowledgement " + ackPk, e);
        }
        return transport.send(
                ArgusRequest.write("PATCH", incident(pk, "acks/" + ackPk + "/"), body)
                        .onIncident(),
                AckReader::read);
    }

    @Override
    public void heartbeat() throws ArgusException, InterruptedException {
        HttpUrl url = ArgusUrls.below(api, "incidents/sources/heartbeat/");
        transport.send(ArgusRequest.write("POST", url, EMPTY_BODY), json -> {
            json.skipChildren();
            return url;
        });
    }

    @Override
    public FeedPage feed(int size, @Nullable URI next) throws ArgusException, InterruptedException {
        HttpUrl.Builder url = ArgusUrls.below(api, "incidents/events/").newBuilder();
        if (next == null) {
            url.addQueryParameter("page_size", Integer.toString(size));
        } else {
            // Argus behind a proxy may not know its own address, and the token must not be sent to any other address.
            url.encodedQuery(next.getRawQuery());
        }
        return transport.send(ArgusRequest.get(url.build()), FeedReader::read);
    }

    private IncidentListing openListing() {
        return listing(ownIncidents().addQueryParameter("open", "true"));
    }

    private IncidentListing ackedListing() {
        return listing(ownIncidents().addQueryParameter("open", "true").addQueryParameter("acked", "true"));
    }

    private IncidentListing listing(HttpUrl.Builder filtered) {
        return new IncidentListing(transport, filtered.build(), pageSize);
    }

    private List<IncidentRow> rows(HttpUrl url) throws ArgusException, InterruptedException {
        IncidentReader reader = new IncidentReader();
        return transport
                .send(ArgusRequest.get(url), json -> IncidentPage.read(json, reader))
                .rows();
    }

    private HttpUrl.Builder ownIncidents() {
        return ArgusUrls.below(api, "incidents/mine/").newBuilder();
    }

    private HttpUrl incident(long pk, String path) {
        return ArgusUrls.below(api, "incidents/" + pk + "/" + path);
    }
}
