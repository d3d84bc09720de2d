package io.github.argusglue.plugin.nagios.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Shows a {@link StandInNagios} as Icinga 2.13 does in its API: HTTPS with a certificate of an authority of its own,
 * for a user with a password or a client certificate. Safe for use by any thread.
 */
public final class StandInIcinga implements AutoCloseable {
    public static final String USER = "argus-glue";
    public static final String PASSWORD = "not my dog's name";
    /** The name in the server's certificate. */
    public static final String NODE_NAME = "icinga-master-1";

    private static final String END = "";
    private static final String NO_OBJECTS = "{\"error\":404,\"status\":\"No objects found.\"}";

    private final StandInNagios daemon;
    private final ObjectMapper json = new ObjectMapper();
    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Fault> faults = new HashMap<>();
    private volatile List<String> permissions = List.of("*");

    /** How the API can fail. */
    public enum Fault {
        DOWN,
        REFUSES,
        HANGS,
        RELOADING,
        GARBAGE,
        NOTHING,
        TRUNCATED
    }

    private StandInIcinga(StandInNagios daemon) {
        this.daemon = daemon;
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(NODE_NAME)
                .build();
        HandshakeCertificates tls = new HandshakeCertificates.Builder()
                .heldCertificate(own)
                .addTrustedCertificate(authority.certificate())
                .build();
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls.sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        daemon.listen(this::tell);
    }

    /** Starts an API for a daemon. */
    public static StandInIcinga start(StandInNagios daemon) {
        return new StandInIcinga(daemon);
    }

    /** Returns the address; its certificate has another name, {@link #NODE_NAME}. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the certificate of the authority, PEM. */
    public String authority() {
        return authority.certificatePem();
    }

    /** Returns a client certificate for {@link #USER} and its key, PEM. */
    public String clientCertificate() {
        HeldCertificate client = new HeldCertificate.Builder()
                .commonName(USER)
                .signedBy(authority)
                .build();
        return client.certificatePem() + client.privateKeyPkcs8Pem();
    }

    /** Sets what the API user may do, as in the attribute of an ApiUser. */
    public void permit(String... patterns) {
        permissions = List.of(patterns);
    }

    /** Makes requests fail whose path begins like this, such as {@code /v1/objects/hosts}. */
    public synchronized void fail(String path, Fault fault) {
        faults.put(path, fault);
    }

    /** Ends all faults. */
    public synchronized void recover() {
        faults.clear();
    }

    /** Returns the paths of the requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many clients follow the events. */
    public int followers() {
        return streams.size();
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.add(END));
        server.stop(0);
        threads.shutdownNow();
    }

    private void tell(StandInEvent event) {
        String type = switch (event.kind()) {
            case STATE -> "StateChange";
            case COMMENT -> "CommentAdded";
            case DOWNTIME -> "DowntimeTriggered";
            case PROGRAM -> END;
            default -> "none";
        };
        if (!type.equals("none")) {
            String line = "{\"timestamp\":" + daemon.now() + ".0,\"type\":\"" + type + "\"}\n";
            streams.forEach(stream -> stream.add(type.equals(END) ? END : line));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        Fault fault;
        synchronized (this) {
            fault = faults.entrySet().stream()
                    .filter(entry -> path.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        if (!daemon.isRunning() || fault == Fault.DOWN) {
            exchange.close();
        } else if (!isKnown(exchange) || fault == Fault.REFUSES) {
            send(exchange, 401, "{\"error\":401,\"status\":\"Unauthorized. Please check your user credentials.\"}", 0);
        } else if (fault == Fault.HANGS) {
            stream(exchange, new LinkedBlockingQueue<>());
        } else if (fault == Fault.RELOADING) {
            send(exchange, 503, "{\"error\":503,\"status\":\"Icinga is reloading.\"}", 0);
        } else if (fault == Fault.GARBAGE) {
            send(exchange, 200, "<html>", 0);
        } else if (fault == Fault.NOTHING) {
            send(exchange, 200, "{}", 0);
        } else if (fault == Fault.TRUNCATED) {
            send(exchange, 200, "{\"results\":[]}", 1);
        } else {
            answer(exchange, path);
        }
    }

    private static boolean isKnown(HttpExchange exchange) {
        try {
            String subject = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            return subject.contains("CN=" + USER);
        } catch (SSLPeerUnverifiedException e) {
            String credentials =
                    Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            return ("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody());
        if (path.equals("/v1")) {
            ObjectNode user = json.createObjectNode().put("user", USER).put("version", "r2.13.6-1");
            permissions.forEach(user.withArray("permissions")::add);
            send(exchange, 200, results(List.of(user)), 0);
        } else if (path.equals("/v1/status/IcingaApplication") && may("status/query")) {
            ObjectNode status = json.createObjectNode().put("name", "IcingaApplication");
            status.withObject("/status/icingaapplication/app").put("program_start", daemon.programStart() + 0.5);
            send(exchange, 200, results(List.of(status)), 0);
        } else if (path.equals("/v1/events") && may("events/*")) {
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            streams.add(events);
            stream(exchange, events);
        } else if (path.startsWith("/v1/objects/")
                && may(path.replace("/v1/", "").replace("/", "/query/"))) {
            boolean reads = "GET".equals(exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override"));
            if (!reads) {
                throw new IllegalStateException("not a query: " + path);
            }
            send(exchange, 200, daemon.read(() -> list(path.replace("/v1/objects/", ""), body)), 0);
        } else if (path.startsWith("/v1/actions/") && may(path.replace("/v1/", ""))) {
            act(exchange, path.replace("/v1/actions/", ""), body);
        } else {
            send(exchange, 404, NO_OBJECTS, 0);
        }
    }

    /** Returns whether a permission is granted; those of objects are in the singular. */
    private boolean may(String permission) {
        String wanted =
                permission.replace("objects/query/query/", "objects/query/").replaceFirst("s$", "");
        return permissions.stream()
                .map(pattern -> pattern.replaceFirst("s$", "").replace(" (filtered)", ""))
                .anyMatch(pattern -> wanted.toLowerCase(Locale.ROOT)
                        .matches(pattern.toLowerCase(Locale.ROOT).replace("*", ".*")));
    }

    private static String results(List<? extends JsonNode> all) {
        return "{\"results\":" + all + "}";
    }

    private String list(String type, JsonNode query) {
        IcingaObjects objects = new IcingaObjects(daemon);
        JsonNode variables = query.path("filter_vars");
        Stream<ObjectNode> all = switch (type) {
            case "hosts" -> objects.checkables(true);
            case "services" -> objects.checkables(false);
            case "comments" -> objects.comments();
            case "downtimes" -> objects.downtimes();
            default -> throw new IllegalStateException("no list of " + type);
        };
        String filter = query.required("filter").asText();
        return results(all.filter(object -> objects.matches(object, filter, variables))
                .map(object -> select(object, query.required("attrs")))
                .toList());
    }

    /** Keeps the attributes that were asked for; the real one leaves out those that it does not know. */
    private ObjectNode select(ObjectNode attributes, JsonNode names) {
        ObjectNode selected = json.createObjectNode();
        names.forEach(name -> {
            if (attributes.has(name.asText())) {
                selected.set(name.asText(), attributes.get(name.asText()));
            }
        });
        ObjectNode result = json.createObjectNode();
        result.set("attrs", selected);
        result.set("name", attributes.required("__name"));
        result.set("type", attributes.required("type"));
        return result;
    }

    private void act(HttpExchange exchange, String action, JsonNode body) throws IOException {
        List<String> lines = new ArrayList<>();
        int status = daemon.read(() -> plan(action, body, lines));
        lines.forEach(line -> daemon.apply("[" + daemon.now() + "] " + line));
        String answer = "{\"results\":[{\"code\":" + status + ",\"status\":\"" + action + "\"}]}";
        send(exchange, status, status == 404 ? NO_OBJECTS : answer, 0);
    }

    /** Returns the status of the answer, and adds what the daemon is to do. */
    private int plan(String action, JsonNode body, List<String> commands) {
        String type = body.required("type").asText().toLowerCase(Locale.ROOT);
        String[] name = body.required(type).asText().split("!", -1);
        boolean isService = type.equals("service") || (type.equals("comment") && name.length == 3);
        String kind = isService ? "SVC" : "HOST";
        String target = isService ? name[0] + ";" + name[1] : name[0];
        StandInObject object = daemon.objects().stream()
                .filter(one -> one.path().equals(target))
                .findFirst()
                .orElse(null);
        if (object == null) {
            return 404;
        }
        String signed = body.path("author").asText().replace(';', ',') + ";"
                + body.path("comment").asText();
        switch (action) {
            case "acknowledge-problem" -> {
                long expiry = body.path("expiry").asLong();
                if (object.check.state == 0
                        || object.check.acknowledgement != 0
                        || (expiry > 0 && expiry <= daemon.now())) {
                    return 409;
                }
                String flags = ";" + (body.path("sticky").asBoolean() ? 2 : 1) + ";0;"
                        + (body.path("persistent").asBoolean() ? 1 : 0) + ";" + (expiry > 0 ? expiry + ";" : "");
                commands.add(
                        "ACKNOWLEDGE_" + kind + "_PROBLEM" + (expiry > 0 ? "_EXPIRE;" : ";") + target + flags + signed);
            }
            case "remove-acknowledgement" -> commands.add("REMOVE_" + kind + "_ACKNOWLEDGEMENT;" + target);
            case "add-comment" -> commands.add("ADD_" + kind + "_COMMENT;" + target + ";1;" + signed);
            case "remove-comment" -> {
                int id = Integer.parseInt(name[name.length - 1]);
                if (daemon.comments().stream().noneMatch(comment -> comment.id() == id)) {
                    return 404;
                }
                commands.add("DEL_" + kind + "_COMMENT;" + id);
            }
            default -> throw new IllegalStateException("no action " + action);
        }
        return 200;
    }

    /** Sends nothing, not even the status line, before the first event. */
    private void stream(HttpExchange exchange, BlockingQueue<String> events) {
        try {
            boolean begun = false;
            for (String event = events.take(); !event.equals(END); event = events.take()) {
                if (!begun) {
                    exchange.sendResponseHeaders(200, 0);
                    begun = true;
                }
                exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            if (!begun) {
                exchange.sendResponseHeaders(200, 0);
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(events);
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, String text, int missing) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length - missing);
        exchange.getResponseBody().flush();
        if (missing > 0) {
            throw new IOException("ends the connection");
        }
        exchange.close();
    }
}
