package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.executor.LogbackLogger;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.rules.RuleSketch;
import io.github.argusglue.core.shape.FlapPolicy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens in a source, in Argus and on the way between them: once it is over, both are equal, nothing was ever
 * closed on a guess, and no line was written into an incident's log that says nothing.
 */
final class HistoryTest {
    private static final int SEEDS = 400;

    static LongStream seeds() {
        long first = Long.getLong("history.first", 1);
        return LongStream.range(first, first + Long.getLong("history.seeds", SEEDS));
    }

    @BeforeAll
    static void quietly() {
        // Its lines would be tens of thousands.
        LogbackLogger.of("plan").setLevel(Level.OFF);
        LogbackLogger.of("incident").setLevel(Level.OFF);
    }

    @AfterAll
    static void loudly() {
        LogbackLogger.of("plan").setLevel(null);
        LogbackLogger.of("incident").setLevel(null);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void argusEndsUpEqualToTheSource(long seed) {
        new Run(seed).check();
    }

    /** One history, told by its seed. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final boolean respect;
        private final boolean startsMove;
        private final History history;
        private final ModelServer server;
        private final Map<Long, Tag> personsTags = new HashMap<>();
        private final Map<Long, String> personsTickets = new HashMap<>();
        private final double faulty;
        private final int maxOpen;
        private final boolean drops;
        private boolean faultsOver;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.respect = random.nextInt(4) > 0;
            this.startsMove = random.nextBoolean();
            this.faulty = random.nextInt(3) * 0.15;
            boolean remembers = random.nextBoolean();
            PolicySketch policy =
                    PolicySketch.DEFAULT.respectPersonClose(respect).massClose(random.nextInt(4), 50);
            // Of chances of their own, so that histories without a storm are what they were.
            Random storm = new Random(-seed);
            boolean storms = storm.nextBoolean();
            maxOpen = storms && storm.nextInt(3) == 0 ? 1 + storm.nextInt(5) : 0;
            drops = storms && storm.nextInt(3) == 0;
            boolean flaps = storms && storm.nextInt(3) == 0;
            if (storms) {
                policy = policy.openAfter(Duration.ofSeconds(storm.nextInt(3) * 60L))
                        .closeAfter(Duration.ofSeconds(storm.nextInt(3) * 60L))
                        .maxOpen(maxOpen);
            }
            history = new History(
                    random,
                    policy.build(),
                    new ShapingConfig(
                            List.of(),
                            drops
                                    ? RuleSet.of(List.of(RuleSketch.match("text=" + SimAlert.NOISE)
                                            .drop()
                                            .build()))
                                    : RuleSet.NONE,
                            flaps ? new FlapPolicy(4, Duration.ofMinutes(10), Duration.ofMinutes(6)) : null),
                    startsMove,
                    remembers);
            server = history.argus.server;
            if (random.nextInt(4) == 0) {
                history.argus.withoutRestart();
            }
            for (String id : List.of("legacy-k1", "legacy-u3", "nobody's")) {
                server.legacy(id);
            }
            history.argus.faults(this::fault);
            if (faulty == 0) {
                history.argus.duringChange(this::closeMeanwhile);
            }
        }

        void check() {
            int steps = 30 + random.nextInt(51);
            for (int i = 0; i < steps; i++) {
                step();
            }
            faultsOver = true;
            history.source.calmDown();
            assertTrue(history.settle(15), () -> "comes to rest" + story());
            assertEquals(List.of(), history.faults, this::story);
            assertEquals(List.of(), wrongs(), this::story);
            assertEquals(List.of(), server.needless(), this::story);
            atRestNothingIsWritten();
        }

        private void atRestNothingIsWritten() {
            int lines = server.lines();
            history.argus.takeCalls();
            assertTrue(history.settle(4), () -> "stays at rest" + story());
            assertEquals(lines, server.lines(), () -> "lines at rest" + story());
            boolean poison = history.source.alerts.stream().anyMatch(alert -> alert.poison);
            List<String> writes = history.argus.takeCalls().stream()
                    .filter(call -> call.startsWith("create") || call.startsWith("change") || call.startsWith("post"))
                    .toList();
            assertTrue(poison || writes.isEmpty(), () -> "writes at rest " + writes + story());
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> history.source.step(history::knowsToBeClosed);
                case 3, 4, 5 -> history.cycle(random.nextInt(8) == 0, false);
                case 6 -> person();
                case 7 -> history.refresh();
                case 8 -> history.clock.advance(Duration.ofSeconds(random.nextInt(90)));
                case 9 -> {
                    if (random.nextInt(5) == 0) {
                        restart();
                    }
                }
                default -> {
                    for (int i = random.nextInt(8); i > 0; i--) {
                        history.work();
                    }
                }
            }
            history.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        }

        private ModelArgus.Fault fault(String call) {
            if (faultsOver || random.nextDouble() >= faulty) {
                history.tell(call);
                return ModelArgus.Fault.NONE;
            }
            ModelArgus.Fault fault = switch (random.nextInt(9)) {
                case 0, 1 -> ModelArgus.Fault.DOWN;
                case 2, 3 -> ModelArgus.Fault.UNSENT;
                case 4, 5, 6 -> ModelArgus.Fault.LOST;
                case 7 -> ModelArgus.Fault.RATE_LIMITED;
                default -> ModelArgus.Fault.BAD_TOKEN;
            };
            history.tell(call + " " + fault);
            return fault;
        }

        private void restart() {
            history.restart();
            for (SimAlert alert : history.source.alerts) {
                boolean moved = startsMove || isClosedUnderAnotherId(alert);
                if (alert.quiet == SimAlert.Quiet.CLEARED
                        || (alert.quiet == SimAlert.Quiet.YES && !history.remembers(alert) && (moved || alert.undone))
                        || (alert.quiet == SimAlert.Quiet.NO && isClosedByPerson(alert))) {
                    alert.quiet = SimAlert.Quiet.MAYBE;
                }
            }
        }

        private boolean isClosedUnderAnotherId(SimAlert alert) {
            List<Incident> all = incidents(alert);
            return all.isEmpty()
                    || !all.get(all.size() - 1)
                            .sourceIncidentId()
                            .equals(alert.id().value());
        }

        private boolean isClosedByPerson(SimAlert alert) {
            return incidents(alert).stream()
                    .anyMatch(
                            i -> !ModelServer.isOpen(i) && server.types(i.pk()).contains(EventType.CLO));
        }

        private void person() {
            List<Incident> all = server.all();
            Incident incident = all.get(random.nextInt(all.size()));
            long pk = incident.pk();
            boolean open = ModelServer.isOpen(incident);
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    if (open) {
                        close(incident);
                    } else {
                        reopen(incident);
                    }
                }
                case 2 -> {
                    personsTags.put(pk, new Tag("note", "n" + pk));
                    server.personTags(pk, "note", "n" + pk);
                }
                case 3 -> {
                    personsTickets.put(pk, "https://rt.example.org/" + pk);
                    server.personTickets(pk, "https://rt.example.org/" + pk);
                }
                case 4 -> server.personAcks(pk, history.clock.instant().plusSeconds(1 + random.nextInt(600)));
                default -> server.person(pk, EventType.ACK);
            }
        }

        private void close(Incident incident) {
            SimAlert alert = alertOf(incident);
            if (alert == null) {
                return;
            }
            boolean known = history.seesOpen(incident);
            history.tell("a person closes " + incident.pk());
            history.reopened.remove(incident.pk());
            server.person(incident.pk(), EventType.CLO);
            boolean other = incidents(alert).stream().anyMatch(ModelServer::isOpen);
            alert.unsure = !known;
            boolean seen = alert.open
                    && !history.source.isSaidToBeOver(alert.id())
                    && !history.source.hasEndingToTell(alert.id());
            alert.quiet = seen && known && !other ? SimAlert.Quiet.YES : SimAlert.Quiet.MAYBE;
        }

        /** A person closes an incident while we change it, and Argus saves the change over the close. */
        private void closeMeanwhile(long pk) {
            Incident incident = server.incident(pk);
            if (!faultsOver && ModelServer.isOpen(incident) && random.nextInt(8) == 0) {
                close(incident);
                SimAlert alert = alertOf(incident);
                if (alert != null) {
                    alert.undone = true;
                }
            }
        }

        private void reopen(Incident incident) {
            SimAlert alert = alertOf(incident);
            if (alert != null) {
                history.tell("a person reopens " + incident.pk());
                if (!alert.open && history.knowsToBeClosed(alert)) {
                    history.reopened.put(incident.pk(), alert.begun);
                }
                server.person(incident.pk(), EventType.REO);
                boolean known = alert.open && history.recognises(incident);
                alert.quiet = known ? SimAlert.Quiet.NO : SimAlert.Quiet.MAYBE;
            }
        }

        private @Nullable SimAlert alertOf(Incident incident) {
            return history.source.alerts.stream()
                    .filter(alert -> history.isOf(incident, alert.id()))
                    .findFirst()
                    .orElse(null);
        }

        private List<Incident> incidents(SimAlert alert) {
            return server.all().stream()
                    .filter(incident -> history.isOf(incident, alert.id()))
                    .toList();
        }

        /** What is not as it should be once everything is at rest. */
        private List<String> wrongs() {
            List<String> wrongs = new ArrayList<>();
            for (SimAlert alert : history.source.alerts) {
                List<Incident> open =
                        incidents(alert).stream().filter(ModelServer::isOpen).toList();
                SimAlert.Quiet quiet = respect ? alert.quiet : SimAlert.Quiet.NO;
                boolean right = open.size() <= 1;
                if (!alert.open || isDropped(alert)) {
                    right = right && open.stream().allMatch(this::isReopenedByPerson);
                } else if (maxOpen > 0) {
                    right = right && (open.isEmpty() || quiet != SimAlert.Quiet.YES);
                } else if (!alert.held && !alert.poison && quiet != SimAlert.Quiet.MAYBE) {
                    right = open.size() == (quiet == SimAlert.Quiet.NO ? 1 : 0);
                }
                if (!right) {
                    wrongs.add("[" + alert + "] has " + open.size() + " open incidents " + open);
                } else if (alert.open && !alert.held && !alert.poison && !open.isEmpty()) {
                    compare(alert, open.get(0), wrongs);
                    compareAcks(alert, open.get(0), wrongs);
                }
            }
            peoplesThingsThatAreGone(wrongs);
            tooMany(wrongs);
            return wrongs;
        }

        /** What is no alert's is a person's: the last thing that happened to it. */
        private boolean isReopenedByPerson(Incident incident) {
            List<EventType> states = server.types(incident.pk()).stream()
                    .filter(type -> type == EventType.END
                            || type == EventType.RES
                            || type == EventType.CLO
                            || type == EventType.REO)
                    .toList();
            return !states.isEmpty() && states.get(states.size() - 1) == EventType.REO;
        }

        private boolean isDropped(SimAlert alert) {
            return drops && alert.text == SimAlert.NOISE;
        }

        /** The most severe ones are open, and one incident says how many more there are. */
        private void tooMany(List<String> wrongs) {
            List<SimAlert> shown = new ArrayList<>();
            List<SimAlert> hidden = new ArrayList<>();
            int perhaps = 0;
            for (SimAlert alert : history.source.alerts) {
                SimAlert.Quiet quiet = respect ? alert.quiet : SimAlert.Quiet.NO;
                if (incidents(alert).stream().anyMatch(ModelServer::isOpen)) {
                    if (alert.open && !isDropped(alert)) {
                        shown.add(alert);
                    }
                } else if (alert.open && !isDropped(alert) && quiet != SimAlert.Quiet.YES && !alert.held) {
                    if (alert.poison || quiet == SimAlert.Quiet.MAYBE) {
                        perhaps++;
                    } else {
                        hidden.add(alert);
                    }
                }
            }
            List<Incident> summaries = server.all().stream()
                    .filter(i -> History.isSummary(i) && ModelServer.isOpen(i))
                    .toList();
            int told = summaries.isEmpty()
                    ? 0
                    : Integer.parseInt(summaries.get(0).description().replaceAll(" .*", ""));
            boolean right = summaries.size() <= 1 && told >= hidden.size() && told <= hidden.size() + perhaps;
            if (maxOpen == 0) {
                right = summaries.isEmpty();
            } else if (shown.size() > maxOpen || (!hidden.isEmpty() && shown.size() < maxOpen)) {
                right = false;
            }
            for (SimAlert alert : hidden) {
                right &= maxOpen == 0
                        || shown.stream().noneMatch(other -> !other.held && !other.poison && other.level > alert.level);
            }
            if (!right) {
                wrongs.add("of at most " + maxOpen + " are shown " + shown + ", not shown " + hidden + " and perhaps "
                        + perhaps + " more; told: " + summaries);
            }
        }

        private static void compare(SimAlert alert, Incident incident, List<String> wrongs) {
            List<Tag> tags = incident.tags().stream()
                    .filter(tag -> tag.addedBy() == IncidentSketch.US)
                    .map(IncidentTag::tag)
                    .toList();
            if (incident.level() != alert.level
                    || !incident.description().equals(alert.description())
                    || !List.copyOf(new TreeSet<>(
                                    tags.stream().map(Tag::toString).toList()))
                            .equals(List.of("key=" + alert.key, "text=" + alert.text))) {
                wrongs.add("[" + alert + "] is shown as " + incident);
            }
        }

        private void compareAcks(SimAlert alert, Incident incident, List<String> wrongs) {
            Instant now = history.clock.instant();
            List<IncidentAck> inForce = server.acks(incident.pk()).stream()
                    .filter(ack -> ack.isInForce(now))
                    .toList();
            long ours = inForce.stream()
                    .filter(ack -> ack.actorPk() == IncidentSketch.US)
                    .count();
            Acknowledgement wanted = alert.ack;
            boolean acked = wanted != null && wanted.until().map(now::isBefore).orElse(true);
            if (acked ? inForce.isEmpty() || ours > 1 : ours > 0) {
                wrongs.add("[" + alert + "] has acknowledgements " + inForce);
            }
        }

        private void peoplesThingsThatAreGone(List<String> wrongs) {
            personsTags.forEach((pk, tag) -> {
                if (!server.incident(pk).tags().contains(new IncidentTag(tag, IncidentSketch.PERSON))) {
                    wrongs.add("incident " + pk + " has lost a person's " + tag);
                }
            });
            personsTickets.forEach((pk, ticket) -> {
                if (!server.incident(pk).ticketUrl().equals(ticket)) {
                    wrongs.add("incident " + pk + " has lost a person's " + ticket);
                }
            });
            Incident unknown = server.find("nobody's").orElseThrow();
            if (!ModelServer.isOpen(unknown)) {
                wrongs.add("an incident that nobody recognises was closed");
            }
        }

        private String story() {
            StringBuilder story = new StringBuilder(
                    "\nseed " + seed + ", respect " + respect + ", startsMove " + startsMove + ", remembers "
                            + history.remembers() + ", faulty " + faulty + ", maxOpen " + maxOpen + ", drops " + drops);
            history.source.alerts.forEach(alert -> story.append("\n  ").append(alert));
            server.all()
                    .forEach(i -> story.append("\n  ")
                            .append(i.pk())
                            .append(" '")
                            .append(i.sourceIncidentId())
                            .append("' ")
                            .append(ModelServer.isOpen(i) ? "open " : "closed ")
                            .append(server.types(i.pk())));
            history.trace.forEach(line -> story.append("\n  ").append(line));
            return story.append('\n').toString();
        }
    }
}
