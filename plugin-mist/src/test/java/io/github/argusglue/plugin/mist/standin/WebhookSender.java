package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Sends signed webhooks, one after the other, and does not try again. */
public final class WebhookSender implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "simulated-mist-webhooks");
        daemon.setDaemon(true);
        return daemon;
    });
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private volatile @Nullable URI target;

    WebhookSender() {}

    /** Sets where webhooks go; null for nowhere. */
    public void target(@Nullable URI address) {
        target = address;
    }

    /** Returns the status of each webhook so far, or why it could not be sent. */
    public List<String> results() {
        return List.copyOf(results);
    }

    static byte[] body(String topic, JsonNode event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("topic", topic)
                .set("events", JsonNodeFactory.instance.arrayNode().add(event))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the signature of a body, as in the header {@code X-Mist-Signature-v2}. */
    public static String signature(byte[] body) {
        return hmac("HmacSHA256", body);
    }

    private static String hmac(String algorithm, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(StandInMist.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(byte[] body) {
        URI address = target;
        if (address == null) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Mist-webhook")
                .header("X-Mist-Signature-v2", signature(body))
                .header("X-Mist-Signature", hmac("HmacSHA1", body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        thread.execute(() -> {
            try {
                results.add(String.valueOf(client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode()));
            } catch (java.io.IOException e) {
                results.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
