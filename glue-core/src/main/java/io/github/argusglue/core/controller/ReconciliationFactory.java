package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.apply.ActionRecorder;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.feedback.FeedbackStateFile;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.shape.AlertShaper;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what a source has once Argus was listed for the first time. */
final class ReconciliationFactory {
    private static final Logger log = LoggerFactory.getLogger("source");

    /** So long the one that stands by for a primary lets that go first, in case it is there after all. */
    private static final Duration YIELD = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final ActionExecutor executor;
    private final TaskQueue lane;
    private final ArgusReader reader;
    private final AdapterClient adapter;
    private final Schedule schedule;
    private final ArgusHealth argusHealth;
    private final ActionRecorder actions;
    private final RandomGenerator random;
    private final boolean hasPrimary;
    private final Clock clock;
    private final Consumer<Runnable> inbox;
    private final FeedbackStateFile told;

    ReconciliationFactory(
            SourceSettings settings,
            Argus argus,
            TaskQueue lane,
            ArgusReader reader,
            AdapterClient adapter,
            Schedule schedule,
            ArgusHealth argusHealth,
            ActionRecorder actions,
            RandomGenerator random,
            boolean hasPrimary,
            Clock clock,
            Consumer<Runnable> inbox) {
        this.settings = settings;
        this.executor = new ActionExecutor(argus, clock);
        this.lane = lane;
        this.reader = reader;
        this.adapter = adapter;
        this.schedule = schedule;
        this.argusHealth = argusHealth;
        this.actions = actions;
        this.random = random;
        this.hasPrimary = hasPrimary;
        this.clock = clock;
        this.inbox = inbox;
        this.told = new FeedbackStateFile(WriterIdentity.peopleFile(settings.stateFile(), settings.name()), clock);
    }

    Reconciliation begin(
            ArgusReader.Listing listing,
            QuietStateFile.Known remembered,
            BiConsumer<Action, Task.Result<ActionResult>> acted,
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusReader.Count> agreed) {
        log.info(
                "Argus {}: {} incidents open",
                listing.server().version(),
                listing.open().size());
        PlanRunner runner = new PlanRunner(
                new AlertShaper(settings.shaping()),
                new Reconciler(settings.name(), listing.userPk(), settings.tags()),
                executor,
                lane,
                settings.policy(),
                clock,
                (action, result) -> inbox.accept(() -> acted.accept(action, result)));
        runner.remember(remembered);
        if (hasPrimary) {
            runner.yieldTo(YIELD);
        }
        PeopleSync people = new PeopleSync(
                runner, reader, adapter, told, listing, clock, schedule, argusHealth, fault, agreed, inbox);
        return new Reconciliation(
                runner,
                people,
                new Heartbeat(settings, reader, clock, inbox, fault),
                schedule,
                argusHealth,
                actions,
                clock,
                Reconciliation.backoff(settings.interval(), random));
    }
}
