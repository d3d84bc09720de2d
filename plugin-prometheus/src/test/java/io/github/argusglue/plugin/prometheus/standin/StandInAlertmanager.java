package io.github.argusglue.plugin.prometheus.standin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A simulated Alertmanager cluster with one simulated Prometheus. Only HTTP on the loopback address is real.
 *
 * <p>Time is that of the given clock, so leases expire without waiting. Nothing happens in the background: at each
 * request the alerts are updated with what Prometheus would have sent since the last one. Safe for use by any thread.
 */
public final class StandInAlertmanager implements AutoCloseable {
    private static final Duration LONG_UP = Duration.ofDays(1);
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final String GENERATOR = "http://prometheus.example.org:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1";

    private final InstantSource clock;
    private final Duration resend;
    private final List<Member> members = new ArrayList<>();
    private final List<TinyHttpServer> servers = new ArrayList<>();
    private final Map<String, FiringAlert> firing = new TreeMap<>();
    private final Map<String, String> plainSilences = new TreeMap<>();
    private final Silences silences = new Silences();
    private final Map<String, String> inhibitors = new TreeMap<>();
    private final List<TinyHttpServer.Request> requests = new CopyOnWriteArrayList<>();
    private boolean prometheusUp = true;
    private boolean tellsUptime = true;
    private Instant lastSent;

    /** Faults of a member. */
    public enum AlertmanagerFault {
        /** None. */
        NONE,
        /** It closes connections without a response, and receives nothing from Prometheus. */
        DOWN,
        /** It accepts requests and never answers. */
        HANG,
        /** It answers with a web page. */
        GARBAGE,
        /** It answers with {@code {}}. */
        NOTHING,
        /** Its response ends in the middle. */
        TRUNCATED,
        /** It refuses credentials. */
        UNAUTHORIZED,
        /** It refuses requests because too many are running. */
        BUSY,
        /** It answers after half a second. */
        SLOW
    }

    private StandInAlertmanager(InstantSource clock, int count, Duration resend) {
        this.clock = clock;
        this.resend = resend;
        this.lastSent = clock.instant();
        for (int i = 0; i < count; i++) {
            Member member = new Member(clock.instant().minus(LONG_UP));
            members.add(member);
            servers.add(new TinyHttpServer(request -> answer(member, request)));
        }
    }

    /** Starts one member, and a Prometheus that sends each alert every minute. */
    public static StandInAlertmanager start(InstantSource clock) {
        return start(clock, 1, Duration.ofMinutes(1));
    }

    /**
     * Starts a cluster whose members have been up for a day.
     *
     * @param resend how often Prometheus sends an alert; a lease is four times as long
     */
    public static StandInAlertmanager start(InstantSource clock, int members, Duration resend) {
        return new StandInAlertmanager(clock, members, resend);
    }

    /** Returns the addresses of the members. */
    public List<URI> urls() {
        return servers.stream().map(TinyHttpServer::url).toList();
    }

    /**
     * Makes an alert fire from now on; an alert that already fires gets these annotations.
     *
     * @return its fingerprint
     */
    public synchronized String fire(Map<String, String> labels, Map<String, String> annotations) {
        catchUp();
        Map<String, String> sorted = new TreeMap<>(labels);
        String fingerprint = Fnv.fingerprint(sorted);
        FiringAlert before = firing.get(fingerprint);
        FiringAlert now = before == null
                ? new FiringAlert(sorted, new TreeMap<>(annotations), clock.instant(), true)
                : before.annotated(new TreeMap<>(annotations));
        firing.put(fingerprint, now);
        send(fingerprint, now, clock.instant());
        return fingerprint;
    }

    /** Makes the watchdog alert fire. */
    public String fireWatchdog() {
        return fire(Map.of("alertname", "Watchdog", "severity", "none"), Map.of("summary", "always firing"));
    }

    /** Ends an alert; Prometheus sends the end at once. */
    public synchronized void resolve(String fingerprint) {
        catchUp();
        firing.remove(fingerprint);
        if (prometheusUp) {
            reachable().forEach(member -> member.resolve(fingerprint));
        }
    }

    /** Returns the fingerprints of firing alerts. */
    public synchronized List<String> firing() {
        return new ArrayList<>(firing.keySet());
    }

    /** Makes an alert fire without being sent, as if its rule could not be evaluated, or be sent again. */
    public synchronized void repeat(String fingerprint, boolean repeated) {
        catchUp();
        firing.computeIfPresent(fingerprint, (key, alert) -> alert.repeated(repeated));
    }

    /** Silences alerts with these labels for some time, as a person does. */
    public synchronized String silence(Map<String, String> labels, String who, String why, Duration length) {
        Instant now = clock.instant();
        return silences.make(labels, who, why, now, now.plus(length));
    }

    /** Returns the comments of the active silences. */
    public synchronized List<String> silenceComments() {
        return silences.active(clock.instant()).stream()
                .map(Silences.StoredSilence::comment)
                .toList();
    }

    /** Returns the creators of the active silences. */
    public synchronized List<String> silencers() {
        return silences.active(clock.instant()).stream()
                .map(Silences.StoredSilence::createdBy)
                .toList();
    }

    /** Returns the ends of the active silences. */
    public synchronized List<Instant> silenceEnds() {
        return silences.active(clock.instant()).stream()
                .map(Silences.StoredSilence::endsAt)
                .toList();
    }

    /** Ends all silences, as a person does. */
    public synchronized void endSilences() {
        silences.endAll(clock.instant());
    }

    /** Ends the silences of a person, as that person does. */
    public synchronized void endSilencesOf(String person) {
        silences.endThoseOf(person, clock.instant());
    }

    /** Silences an alert. */
    public synchronized void silence(String fingerprint, String silenceId) {
        plainSilences.put(fingerprint, silenceId);
    }

    /** Ends the silence of an alert. */
    public synchronized void unsilence(String fingerprint) {
        plainSilences.remove(fingerprint);
    }

    /** Makes one alert inhibit another. */
    public synchronized void inhibit(String fingerprint, String byFingerprint) {
        inhibitors.put(fingerprint, byFingerprint);
    }

    /** Stops Prometheus: no alert is sent, and leases expire. */
    public synchronized void stopPrometheus() {
        catchUp();
        prometheusUp = false;
    }

    /** Starts Prometheus again: alerts that fire have a new start, and are sent at once. */
    public synchronized void startPrometheus() {
        prometheusUp = true;
        lastSent = clock.instant();
        firing.replaceAll((fingerprint, alert) -> alert.restarted(lastSent));
        firing.forEach((fingerprint, alert) -> send(fingerprint, alert, lastSent));
    }

    /** Restarts a member: it lists nothing until Prometheus sends alerts again. */
    public synchronized void restart(int member) {
        catchUp();
        members.get(member).restart(clock.instant());
    }

    /** Changes the configuration of a member. */
    public synchronized void reconfigure(int member) {
        members.get(member).reconfigure();
    }

    /** Sets the fault of a member. */
    public synchronized void fault(int member, AlertmanagerFault fault) {
        catchUp();
        members.get(member).fault(fault);
    }

    /** Makes the members omit their start time, like Grafana. */
    public synchronized void hideUptime() {
        tellsUptime = false;
    }

    /** Returns the number of requests so far. */
    public List<TinyHttpServer.Request> requests() {
        return List.copyOf(requests);
    }

    /** Sends what Prometheus would have sent until now; only the latest transmission is visible anyway. */
    private void catchUp() {
        Instant now = clock.instant();
        long rounds = Duration.between(lastSent, now).dividedBy(resend);
        if (rounds > 0) {
            lastSent = lastSent.plus(resend.multipliedBy(rounds));
            firing.forEach((fingerprint, alert) -> send(fingerprint, alert, lastSent));
        }
    }

    private void send(String fingerprint, FiringAlert alert, Instant at) {
        if (prometheusUp && alert.repeated()) {
            reachable().stream()
                    .filter(member -> !member.startedAt().isAfter(at))
                    .forEach(member -> member.receive(fingerprint, alert, at, resend.multipliedBy(4)));
        }
    }

    private List<Member> reachable() {
        return members.stream()
                .filter(member -> member.fault() != AlertmanagerFault.DOWN)
                .toList();
    }

    private synchronized TinyHttpServer.Response answer(Member member, TinyHttpServer.Request request) {
        requests.add(request);
        catchUp();
        Instant now = clock.instant();
        TinyHttpServer.Response proper = properAnswer(member, request, now);
        return switch (member.fault()) {
            case NONE -> proper;
            case DOWN -> proper.cutAfter(-1);
            case HANG -> proper.after(FOR_EVER);
            case GARBAGE -> TinyHttpServer.Response.json("<html>Welcome to nginx!</html>", now);
            case NOTHING -> TinyHttpServer.Response.json("{}", now);
            case TRUNCATED -> proper.cutAfter(proper.body().length() / 2);
            case UNAUTHORIZED -> TinyHttpServer.Response.refusal(401, "Unauthorized", now);
            case BUSY ->
                TinyHttpServer.Response.refusal(
                        503, "Limit of concurrent GET requests reached (8), try again later.", now);
            case SLOW -> proper.after(Duration.ofMillis(500));
        };
    }

    private TinyHttpServer.Response properAnswer(Member member, TinyHttpServer.Request request, Instant now) {
        if (request.path().startsWith("/api/v2/silence")) {
            return silences.answer(request, now);
        }
        return switch (request.path()) {
            case "/api/v2/alerts" -> alerts(member, request, now);
            case "/api/v2/status" ->
                TinyHttpServer.Response.json(
                        AnswerJson.status(tellsUptime ? member.startedAt() : null, member.configuration()), now);
            case "/-/ready" -> TinyHttpServer.Response.json("OK", now);
            default -> TinyHttpServer.Response.refusal(404, "404 page not found", now);
        };
    }

    private TinyHttpServer.Response alerts(Member member, TinyHttpServer.Request request, Instant now) {
        List<StandInMatcher> matchers = new ArrayList<>();
        for (String text : request.query().getOrDefault("filter", List.of())) {
            StandInMatcher matcher = StandInMatcher.parse(text);
            if (matcher == null) {
                return TinyHttpServer.Response.refusal(400, "\"bad matcher format: " + text + "\"", now);
            }
            matchers.add(matcher);
        }
        boolean silenced = wants(request, "silenced");
        boolean inhibited = wants(request, "inhibited");
        Map<String, Member.Stored> listed = new LinkedHashMap<>(member.listed(now));
        listed.values().removeIf(alert -> !matchers.stream().allMatch(matcher -> matcher.matches(alert.labels())));
        Map<String, List<String>> silencedBy = silencedBy(listed, now);
        listed.keySet()
                .removeIf(fingerprint -> (!silenced && silencedBy.containsKey(fingerprint))
                        || (!inhibited && inhibitors.containsKey(fingerprint)));
        return TinyHttpServer.Response.json(AnswerJson.alerts(listed, silencedBy, inhibitors, GENERATOR), now);
    }

    private Map<String, List<String>> silencedBy(Map<String, Member.Stored> listed, Instant now) {
        Map<String, List<String>> silencedBy = new TreeMap<>();
        listed.forEach((fingerprint, alert) -> {
            List<String> ids = new ArrayList<>(silences.matching(alert.labels(), now));
            if (plainSilences.containsKey(fingerprint)) {
                ids.add(plainSilences.get(fingerprint));
            }
            if (!ids.isEmpty()) {
                silencedBy.put(fingerprint, ids);
            }
        });
        return silencedBy;
    }

    private static boolean wants(TinyHttpServer.Request request, String parameter) {
        return !request.query().getOrDefault(parameter, List.of("true")).equals(List.of("false"));
    }

    @Override
    public void close() {
        servers.forEach(TinyHttpServer::close);
    }
}
