package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Webhooks and silences of a real Alertmanager. */
@Execution(ExecutionMode.CONCURRENT)
class HooksAndSilencesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestContext context = new TestContext();

    /** Passes received webhooks to the adapter, as the core would. */
    private HttpServer hookServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 200;
            try {
                context.webhook().orElseThrow().onRequest(WebhookRequest.of(exchange.getRequestHeaders(), body));
            } catch (IllegalArgumentException e) {
                status = 400;
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Set<String> ids(Snapshot snapshot) {
        Set<String> ids = new TreeSet<>();
        snapshot.alerts().forEach(alert -> ids.add(alert.id().value()));
        return ids;
    }

    @Test
    void webhookOpensTheSameAlertsAsTheList() throws Exception {
        HttpServer server = hookServer();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/test";
        URI nobody = URI.create("http://127.0.0.1:1");
        AlertmanagerAdapter blind =
                new AlertmanagerAdapter(new PrometheusConfigBuilder(List.of(nobody)).build(), context);
        try (PrometheusLab lab = new PrometheusLab(10, "WEBHOOK_URL=" + url)) {
            AlertmanagerAdapter seeing = new AlertmanagerAdapter(
                    new PrometheusConfigBuilder(lab.alertmanagers()).build(), new TestContext());
            lab.run("fire", "3");
            PrometheusLab.await("a webhook of each", PATIENCE, () -> context.snapshotRequests() >= 3);
            assertEquals(ids(seeing.snapshot()), ids(blind.snapshot()));
            assertEquals(3, ids(blind.snapshot()).size());
            lab.run("resolve", "all");
            int before = context.snapshotRequests();
            PrometheusLab.await("a webhook of the end", PATIENCE, () -> context.snapshotRequests() > before);
            seeing.close();
        } finally {
            blind.close();
            server.stop(0);
        }
    }

    @Test
    void acknowledgementIsASilenceUntilWithdrawn() throws Exception {
        try (PrometheusLab lab = new PrometheusLab(10, "WATCHDOG=1", "AMS=2")) {
            PrometheusConfigBuilder config = new PrometheusConfigBuilder(lab.alertmanagers())
                    .silenceAcks()
                    .silenceLength(Duration.ofMinutes(10));
            AlertmanagerAdapter adapter = new AlertmanagerAdapter(config.build(), context);
            lab.run("fire", "2");
            PrometheusLab.await(
                    "two alerts", PATIENCE, () -> snapshot(adapter).alerts().size() == 2);
            Alert acked = snapshot(adapter).alerts().get(0);
            Feedback ack = Feedback.builder(acked.id(), Feedback.Kind.ACKNOWLEDGED, Instant.now())
                    .actor("ana")
                    .text("looking \"at\" it \\ øre")
                    .build();
            adapter.feedback().orElseThrow().deliver(ack);
            for (URI member : lab.alertmanagers()) {
                PrometheusLab.await("a silence on " + member, PATIENCE, () -> silenced(member) == 1);
            }
            adapter.feedback().orElseThrow().deliver(ack);
            assertEquals(acked, only(snapshot(adapter), acked));
            assertEquals(1, silenceIds(lab).size());
            adapter.close();

            AlertmanagerAdapter restarted =
                    new AlertmanagerAdapter(config.ackSilenced().build(), new TestContext());
            assertEquals(acked, only(snapshot(restarted), acked), "own silence is not an acknowledgement");
            String before = silenceIds(lab).toString();
            restarted.feedback().orElseThrow().deliver(ack);
            assertEquals(before, silenceIds(lab).toString());
            Feedback unack = Feedback.builder(acked.id(), Feedback.Kind.UNACKNOWLEDGED, Instant.now())
                    .build();
            restarted.feedback().orElseThrow().deliver(unack);
            restarted.feedback().orElseThrow().deliver(unack);
            PrometheusLab.await("no silence", PATIENCE, () -> silenceIds(lab).isEmpty());

            restarted.feedback().orElseThrow().deliver(ack);
            PrometheusLab.await("a silence", PATIENCE, () -> silenceIds(lab).size() == 1);
            lab.run("resolve", "all");
            PrometheusLab.await(
                    "no alert", PATIENCE, () -> snapshot(restarted).alerts().isEmpty());
            assertTrue(activeSilences(lab).isEmpty(), "ended with the alert");
            restarted.close();
        }
    }

    /** A real Alertmanager changes the silence in place. */
    @Test
    void silenceIsRenewedInPlace() throws Exception {
        try (PrometheusLab lab = new PrometheusLab(10)) {
            PrometheusConfigBuilder config = new PrometheusConfigBuilder(lab.alertmanagers()).silenceAcks();
            AlertmanagerAdapter brief = new AlertmanagerAdapter(
                    config.silenceLength(Duration.ofMinutes(1)).build(), context);
            lab.run("fire", "1");
            PrometheusLab.await(
                    "an alert", PATIENCE, () -> snapshot(brief).alerts().size() == 1);
            Alert alert = snapshot(brief).alerts().get(0);
            Feedback ack = Feedback.builder(alert.id(), Feedback.Kind.ACKNOWLEDGED, Instant.now())
                    .actor("ana")
                    .build();
            brief.feedback().orElseThrow().deliver(ack);
            Silence first = activeSilences(lab).get(0);
            brief.close();
            AlertmanagerAdapter lengthy = new AlertmanagerAdapter(
                    config.silenceLength(Duration.ofHours(1)).build(), new TestContext());
            snapshot(lengthy);
            lengthy.feedback().orElseThrow().deliver(ack);
            Silence second = activeSilences(lab).get(0);
            assertEquals(first.id(), second.id());
            assertTrue(second.endsAt().isAfter(first.endsAt().plus(Duration.ofMinutes(50))));
            lengthy.close();
        }
    }

    private static Alert only(Snapshot snapshot, Alert wanted) {
        return snapshot.alerts().stream()
                .filter(alert -> alert.id().equals(wanted.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot snapshot(AlertmanagerAdapter adapter) {
        try {
            return adapter.snapshot();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long silenced(URI member) {
        return PrometheusLab.listed(member).stream()
                .filter(alert -> !alert.silencedBy().isEmpty())
                .count();
    }

    private static Set<String> silenceIds(PrometheusLab lab) {
        Set<String> ids = new TreeSet<>();
        lab.alertmanagers()
                .forEach(member -> PrometheusLab.listed(member).forEach(alert -> ids.addAll(alert.silencedBy())));
        return ids;
    }

    private static List<Silence> activeSilences(PrometheusLab lab) {
        return lab.silences().stream().filter(Silence::active).toList();
    }
}
