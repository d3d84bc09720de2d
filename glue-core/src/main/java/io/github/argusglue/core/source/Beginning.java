package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.reconcile.Action;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Shaper;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what a source has once Argus was listed for the first time. */
final class Beginning {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

    /** So long the one that stands by for a primary lets that go first, in case it is there after all. */
    private static final Duration YIELD = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final Performer performer;
    private final TaskQueue lane;
    private final ArgusSide argusSide;
    private final SourceSide sourceSide;
    private final Timetable times;
    private final ArgusHealth argusHealth;
    private final boolean hasPrimary;
    private final Clock clock;
    private final Consumer<Runnable> inbox;
    private final PeopleFile people;

    Beginning(
            SourceSettings settings,
            Argus argus,
            TaskQueue lane,
            ArgusSide argusSide,
            SourceSide sourceSide,
            Timetable times,
            ArgusHealth argusHealth,
            boolean hasPrimary,
            Clock clock,
            Consumer<Runnable> inbox) {
        this.settings = settings;
        this.performer = new Performer(argus, clock);
        this.lane = lane;
        this.argusSide = argusSide;
        this.sourceSide = sourceSide;
        this.times = times;
        this.argusHealth = argusHealth;
        this.hasPrimary = hasPrimary;
        this.clock = clock;
        this.inbox = inbox;
        this.people = new PeopleFile(WriterIdentity.peopleFile(settings.stateFile(), settings.name()), clock);
    }

    Footing begin(
            ArgusSide.Listing listing,
            StateFile.Known remembered,
            BiConsumer<Action, Task.Result<Outcome>> acted,
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusSide.Count> agreed) {
        log.info(
                "Argus {}: {} incidents open",
                listing.server().version(),
                listing.open().size());
        Books books = new Books(
                new Shaper(settings.shaping()),
                new Reconciler(settings.name(), listing.userPk(), settings.tags()),
                performer,
                lane,
                settings.policy(),
                clock,
                (action, result) -> inbox.accept(() -> acted.accept(action, result)));
        books.remember(remembered);
        if (hasPrimary) {
            books.yieldTo(YIELD);
        }
        Exchange exchange = new Exchange(
                books, argusSide, sourceSide, people, listing, clock, times, argusHealth, fault, agreed, inbox);
        return new Footing(books, exchange, new Heartbeat(settings, argusSide, clock, inbox, fault));
    }
}
