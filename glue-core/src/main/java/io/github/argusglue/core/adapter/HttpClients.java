package io.github.argusglue.core.adapter;

import io.github.argusglue.core.state.JsonStateFile;
import io.github.argusglue.core.status.ClockDifference;
import io.github.argusglue.http.BudgetCounts;
import io.github.argusglue.http.HttpObserver;
import io.github.argusglue.http.RequestBudget;
import io.github.argusglue.http.SourceHttp;
import io.github.argusglue.http.StreamHost;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the HTTP clients of one source's adapters. They share a budget of requests, which is kept in a file, since the
 * server counts on when argus-glue restarts. Thread-safe.
 */
public final class HttpClients {
    private static final Logger log = LoggerFactory.getLogger("adapter");

    private final RequestBudget budget;
    private final HttpObserver observer;
    private final InstantSource clock;

    private HttpClients(RequestBudget budget, HttpObserver observer, InstantSource clock) {
        this.budget = budget;
        this.observer = new WithClock(observer, new ClockDifference("the source"));
        this.clock = clock;
    }

    /**
     * Returns the clients of a source. Reads the file.
     *
     * @param budgetFile keeps the recent requests of a source with a budget
     * @param observer is told of each request
     */
    public static HttpClients of(Path budgetFile, HttpObserver observer, InstantSource clock) {
        JsonStateFile<StoredBudget> file = new JsonStateFile<>(
                budgetFile, StoredBudget.class, "the requests of the last day are not counted in the source's budget");
        BudgetCounts before = file.read().map(StoredBudget::counts).orElse(BudgetCounts.NONE);
        return new HttpClients(
                new RequestBudget(clock, before, counts -> write(budgetFile, file, counts)), observer, clock);
    }

    /** Returns clients whose budget ends with the process. */
    public static HttpClients inMemory(InstantSource clock) {
        return inMemory(HttpObserver.NONE, clock);
    }

    /** Returns clients whose budget ends with the process. */
    public static HttpClients inMemory(HttpObserver observer, InstantSource clock) {
        return new HttpClients(RequestBudget.inMemory(clock), observer, clock);
    }

    /** Also compares the clocks. */
    private record WithClock(HttpObserver next, ClockDifference clocks) implements HttpObserver {
        @Override
        public void ended(HttpRequest request, int status, Duration took) {
            next.ended(request, status, took);
        }

        @Override
        public void clock(Duration ahead) {
            clocks.observe(ahead);
        }

        @Override
        public boolean wantsBodies() {
            return next.wantsBodies();
        }

        @Override
        public void received(String request, int status, String body) {
            next.received(request, status, body);
        }
    }

    private static void write(Path budgetFile, JsonStateFile<StoredBudget> file, BudgetCounts counts) {
        try {
            file.write(new StoredBudget(counts.minutes(), counts.counts()));
        } catch (IOException e) {
            log.warn(
                    "{} cannot be written, a restart will forget the requests of the source: {}",
                    budgetFile,
                    e.toString());
        }
    }

    SourceHttp client(HttpAccess access, StreamHost host, long maxAnswerBytes) {
        return new SourceHttp(access, clock, budget, observer, host, maxAnswerBytes);
    }

    /** Stores the budget. */
    void save() {
        budget.save();
    }

    /**
     * Content of the file.
     *
     * @param minutes minutes since 1970
     * @param requests requests in each of them
     */
    record StoredBudget(List<Long> minutes, List<Integer> requests) {
        BudgetCounts counts() {
            return new BudgetCounts(minutes, requests);
        }
    }
}
