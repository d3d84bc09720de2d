package io.github.argusglue.core.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrialTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> reported = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void aHintLeadsToTheNextSnapshotAtOnce() throws Exception {
        Trial trial = trial(LONG, LONG, context -> {
            context.requestSnapshot();
            context.requestSnapshot();
            return Snapshot.complete(List.of());
        });
        trial.run(3);
        assertEquals(List.of("hint", "snapshot 1", "hint", "snapshot 2", "hint", "snapshot 3", "end"), reported);
        assertEquals(1, closed.get());
    }

    @Test
    void noticesAndHealthAreReported() throws Exception {
        TrialSummary summary = trial(LONG, LONG, context -> {
                    context.post(Notice.builder("n1", Instant.EPOCH)
                            .description("rebooted")
                            .build());
                    return Snapshot.partial(List.of(), "half of it");
                })
                .run(1);
        assertEquals(List.of("notice n1", "snapshot 1", "health degraded", "end"), reported);
        assertEquals(1, summary.notices());
    }

    @Test
    void aFailureIsReportedAndTheAdapterIsAskedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TrialSummary summary = trial(Duration.ofMillis(10), LONG, context -> {
                    if (calls.incrementAndGet() == 1) {
                        throw SourceException.unreachable("no route", null);
                    }
                    return Snapshot.complete(List.of());
                })
                .run(2);
        assertEquals(List.of("failure 1 UNREACHABLE no route", "snapshot 2", "health degraded", "end"), reported);
        assertEquals(1, summary.failures());
        assertEquals(1, made.get(), "the adapter can be used again");
    }

    @Test
    void aCallThatHangsIsReportedWithItsStack() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        TrialSummary summary = trial(LONG, Duration.ofSeconds(2), context -> {
                    never.await();
                    return Snapshot.complete(List.of());
                })
                .run(1);
        assertTrue(reported.get(0).contains("failure 1 UNREACHABLE no snapshot within"), reported::toString);
        assertTrue(reported.get(0).contains("TrialTest"), () -> "where it hangs: " + reported.get(0));
        assertEquals(0, summary.hangingCalls());
    }

    @Test
    void aCallThatIgnoresCloseIsCounted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        TrialSummary summary = trial(LONG, Duration.ofMillis(200), context -> {
                    awaitUninterrupted(release);
                    return Snapshot.complete(List.of());
                })
                .run(1);
        assertEquals(1, summary.hangingCalls());
        release.countDown();
    }

    @Test
    void endStopsAWaitingTrial() throws Exception {
        Trial[] trial = new Trial[1];
        trial[0] = trial(LONG, LONG, context -> {
            trial[0].end();
            return Snapshot.complete(List.of());
        });
        trial[0].run(0);
        assertEquals("end", reported.get(reported.size() - 1));
        assertEquals(1, closed.get());
    }

    @Test
    void webhooksReachTheAdapterOverHttp() throws Exception {
        HttpConfig config = HttpConfig.DEFAULT.listeningOn("127.0.0.1:0");
        Trial trial = trial(Duration.ofMillis(10), LONG, context -> Snapshot.complete(List.of()));
        try (HttpService http =
                TrialEndpoint.open(config, "oslo", "test", Optional.empty(), trial.webhooks(), Clock.systemUTC())) {
            Thread sender = new Thread(() -> {
                post(http.url().resolve("/hooks/oslo"));
                trial.end();
            });
            sender.start();
            TrialSummary summary = trial.run(0);
            sender.join();
            assertTrue(reported.contains("webhook TAKEN"), reported::toString);
            assertEquals(1, summary.webhooks());
        }
    }

    @Test
    void recordedWebhooksFollowTheFirstSnapshot() throws Exception {
        List<WebhookRequest> recorded = List.of(
                WebhookRequest.builder().body(new byte[] {1}).build(),
                WebhookRequest.builder().build());
        TrialSummary summary = trial(LONG, LONG, context -> Snapshot.complete(List.of()), recorded)
                .run(1);
        assertEquals(2, summary.webhooks());
        int first = reported.indexOf("webhook TAKEN");
        assertTrue(first > 0 && reported.get(first + 1).startsWith("webhook "), reported::toString);
    }

    private static void post(URI url) {
        try {
            // The server answers a moment after it has bound its address, and the adapter starts a moment later.
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(LONG)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> response;
            do {
                response = client.send(request, HttpResponse.BodyHandlers.ofString());
            } while (response.statusCode() == 503);
            assertEquals(200, response.statusCode(), response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        assertTrue(interrupted);
    }

    private Trial trial(Duration interval, Duration timeout, Answer answer) {
        return trial(interval, timeout, answer, List.of());
    }

    private Trial trial(Duration interval, Duration timeout, Answer answer, List<WebhookRequest> recorded) {
        AdapterSettings settings = new AdapterSettings(
                "oslo",
                interval,
                timeout,
                new AdapterEnvironment(
                        new AdapterStore(folder.resolve("state")),
                        HttpClients.inMemory(Clock.systemUTC()),
                        "0123456789abcdef",
                        URI.create("https://argus.example.org/")));
        return new Trial(settings, new Maker(answer), Clock.systemUTC(), new Recorder(), recorded);
    }

    @FunctionalInterface
    private interface Answer {
        Snapshot to(SourceContext context) throws SourceException, InterruptedException;
    }

    /** Makes an adapter that answers as the test says. */
    private final class Maker implements AdapterMaker {
        private final Answer answer;

        Maker(Answer answer) {
            this.answer = answer;
        }

        @Override
        public SourceAdapter make(SourceContext context) {
            made.incrementAndGet();
            context.onWebhook(request -> assertFalse(request.body().length == 0));
            return new SourceAdapter() {
                @Override
                public Snapshot snapshot() throws SourceException, InterruptedException {
                    return answer.to(context);
                }

                @Override
                public Health health() {
                    return Health.degraded("degraded");
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        @Override
        public ClassLoader loader() {
            return TrialTest.class.getClassLoader();
        }

        @Override
        public String plugin() {
            return "'test' 1";
        }
    }

    /** Remembers what was reported. */
    private final class Recorder implements TrialReport {
        @Override
        public void snapshot(TakenSnapshot taken) {
            reported.add("snapshot " + taken.number());
            if (!"degraded".equals(taken.health())) {
                reported.add("no health");
            } else if (reported.stream().noneMatch("hint"::equals)
                    && taken.webhooks() == Webhooks.HandlerState.UNCHECKED) {
                reported.add("health degraded");
            }
        }

        @Override
        public void failure(long number, Instant at, SourceException failure, String stack) {
            reported.add(
                    ("failure " + number + " " + failure.kind() + " " + failure.getMessage() + " " + stack).strip());
        }

        @Override
        public void hint(Instant at) {
            reported.add("hint");
        }

        @Override
        public void notice(Instant at, Notice notice) {
            reported.add("notice " + notice.id());
        }

        @Override
        public void webhook(Instant at, Webhooks.WebhookResult result) {
            reported.add("webhook " + result.verdict());
        }

        @Override
        public void end(TrialSummary summary) {
            reported.add("end");
        }
    }
}
