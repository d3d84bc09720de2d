package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.plugin.mist.standin.WebhookSender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simulated cloud can be steered by other programs, and sends what it says. */
class StandInMistTest {
    private static HttpResponse<String> post(MistFixture fixture, String command) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fixture.mist.url() + "/standin/" + command))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode steer(MistFixture fixture, String command) throws Exception {
        HttpResponse<String> response = post(fixture, command);
        assertEquals(200, response.statusCode(), response::body);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void otherProgramsSteerIt() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*"))) {
            steer(fixture, "sites?name=Museet");
            assertEquals(
                    3,
                    steer(fixture, "devices?site=Museet&name=m&count=3")
                            .path("macs")
                            .size());
            steer(fixture, "down?site=Museet&count=2");
            assertEquals(2, steer(fixture, "state").path("disconnected").asInt());
            assertEquals(2, fixture.snapshot().alerts().size());
            String id = steer(fixture, "alarms?type=bad_cable&group=marvis&site=Museet")
                    .path("id")
                    .asText();
            assertEquals(3, fixture.snapshot().alerts().size());
            steer(fixture, "resolve?id=" + id);
            steer(fixture, "up?site=Museet");
            assertEquals(0, fixture.snapshot().alerts().size());
            steer(fixture, "fault?kind=no_devices&path=inventory");
            assertEquals(1, fixture.snapshot().unknownScopes().size());
            steer(fixture, "fault?kind=none");
            assertEquals(0, fixture.snapshot().unknownScopes().size());
            assertEquals(400, post(fixture, "fault?kind=earthquake").statusCode());
            assertEquals(400, post(fixture, "nothing").statusCode());
        }
    }

    @Test
    void webhooksAreSentAndSigned() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst("X-Mist-Signature-v2");
            received.add((WebhookSender.signature(body).equals(signature) ? "signed " : "")
                    + new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try (MistFixture fixture = new MistFixture()) {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks/mist";
            steer(fixture, "webhooks?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
            fixture.org.disconnect(fixture.ap);
            String body = String.valueOf(received.poll(10, TimeUnit.SECONDS));
            assertTrue(body.startsWith("signed {\"topic\":\"device-updowns\",\"events\":["), body);
            assertTrue(body.contains("\"type\":\"AP_DISCONNECTED\""), body);
            fixture.org.raise("rogue_ap", "security", "warn", fixture.site, "", "");
            assertTrue(String.valueOf(received.poll(10, TimeUnit.SECONDS)).startsWith("signed {\"topic\":\"alarms\""));
        } finally {
            receiver.stop(0);
        }
    }
}
