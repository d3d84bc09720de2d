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
 * Random events in a source, in Argus and on the network. Afterwards both have to be equal, nothing was closed on a
 * guess, and no redundant line was written to the log of an incident.
 */
final class SimulationTest {
    private static final int SEEDS = 250;

    static LongStream seeds() {
        long first = Long.getLong("simulation.first", 1);
        return LongStream.range(first, first + Long.getLong("simulation.seeds", SEEDS));
    }

    @BeforeAll
    static void muteLogs() {
        // They would log tens of thousands of lines.
        LogbackLogger.of("plan").setLevel(Level.OFF);
        LogbackLogger.of("incident").setLevel(Level.OFF);
    }

    @AfterAll
    static void unmuteLogs() {
        LogbackLogger.of("plan").setLevel(null);
        LogbackLogger.of("incident").setLevel(null);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void argusConvergesToSource(long seed) {
        new Run(seed).check();
    }

    /** One simulation, determined by its seed. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final boolean respectPersonClose;
        private final boolean startsMove;
        private final SimGlue glue;
        private final ModelServer server;
        private final Map<Long, Tag> personsTags = new HashMap<>();
        private final Map<Long, String> personsTickets = new HashMap<>();
        private final double faultRate;
        private final int maxOpen;
        private final boolean drops;
        private boolean faultsOver;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.respectPersonClose = random.nextInt(4) > 0;
            this.startsMove = random.nextBoolean();
            this.faultRate = random.nextInt(3) * 0.15;
            boolean remembers = random.nextBoolean();
            PolicySketch policy =
                    PolicySketch.DEFAULT.respectPersonClose(respectPersonClose).massClose(random.nextInt(4), 50);
            // A random generator of its own, so that simulations without flood limits do not change.
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
            glue = new SimGlue(
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
            server = glue.argus.server;
            if (random.nextInt(4) == 0) {
                glue.argus.disableRestart();
            }
            for (String id : List.of("legacy-k1", "legacy-u3", "nobody's")) {
                server.addLegacyIncident(id);
            }
            glue.argus.faults(this::fault);
            if (faultRate == 0) {
                glue.argus.duringChange(this::closeMeanwhile);
            }
        }

        void check() {
            int steps = 30 + random.nextInt(51);
            for (int i = 0; i < steps; i++) {
                step();
            }
            faultsOver = true;
            glue.source.releaseHolds();
            assertTrue(glue.settle(15), () -> "comes to rest" + report());
            assertEquals(List.of(), glue.violations, this::report);
            assertEquals(List.of(), mismatches(), this::report);
            assertEquals(List.of(), server.redundant(), this::report);
            checkNothingWrittenAtRest();
        }

        private void checkNothingWrittenAtRest() {
            int lines = server.logSize();
            glue.argus.takeCalls();
            assertTrue(glue.settle(4), () -> "stays at rest" + report());
            assertEquals(lines, server.logSize(), () -> "lines at rest" + report());
            boolean poison = glue.source.alerts.stream().anyMatch(alert -> alert.poison);
            List<String> writes = glue.argus.takeCalls().stream()
                    .filter(call -> call.startsWith("create") || call.startsWith("change") || call.startsWith("post"))
                    .toList();
            assertTrue(poison || writes.isEmpty(), () -> "writes at rest " + writes + report());
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> glue.source.step(glue::knowsToBeClosed);
                case 3, 4, 5 -> glue.cycle(random.nextInt(8) == 0, false);
                case 6 -> person();
                case 7 -> glue.refresh();
                case 8 -> glue.clock.advance(Duration.ofSeconds(random.nextInt(90)));
                case 9 -> {
                    if (random.nextInt(5) == 0) {
                        restart();
                    }
                }
                default -> {
                    for (int i = random.nextInt(8); i > 0; i--) {
                        glue.runSomething();
                    }
                }
            }
            glue.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        }

        private ModelArgus.Fault fault(String call) {
            if (faultsOver || random.nextDouble() >= faultRate) {
                glue.log(call);
                return ModelArgus.Fault.NONE;
            }
            ModelArgus.Fault fault = switch (random.nextInt(9)) {
                case 0, 1 -> ModelArgus.Fault.DOWN;
                case 2, 3 -> ModelArgus.Fault.UNSENT;
                case 4, 5, 6 -> ModelArgus.Fault.LOST;
                case 7 -> ModelArgus.Fault.RATE_LIMITED;
                default -> ModelArgus.Fault.BAD_TOKEN;
            };
            glue.log(call + " " + fault);
            return fault;
        }

        private void restart() {
            glue.restart();
            for (SimAlert alert : glue.source.alerts) {
                boolean moved = startsMove || isClosedUnderAnotherId(alert);
                if (alert.quiet == SimAlert.Quiet.CLEARED
                        || (alert.quiet == SimAlert.Quiet.YES
                                && !glue.keepsState(alert)
                                && (moved || alert.closeUndone))
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
                    .anyMatch(i ->
                            !ModelServer.isOpen(i) && server.eventTypes(i.pk()).contains(EventType.CLO));
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
                    server.personAddsTag(pk, "note", "n" + pk);
                }
                case 3 -> {
                    personsTickets.put(pk, "https://rt.example.org/" + pk);
                    server.personSetsTicket(pk, "https://rt.example.org/" + pk);
                }
                case 4 -> server.personAcks(pk, glue.clock.instant().plusSeconds(1 + random.nextInt(600)));
                default -> server.person(pk, EventType.ACK);
            }
        }

        private void close(Incident incident) {
            SimAlert alert = alertOf(incident);
            if (alert == null) {
                return;
            }
            boolean known = glue.knowsOpen(incident);
            glue.log("a person closes " + incident.pk());
            glue.reopened.remove(incident.pk());
            server.person(incident.pk(), EventType.CLO);
            boolean other = incidents(alert).stream().anyMatch(ModelServer::isOpen);
            alert.closeOfUnknown = !known;
            boolean seen =
                    alert.open && !glue.source.reportsEnded(alert.id()) && !glue.source.hasPendingEnding(alert.id());
            alert.quiet = seen && known && !other ? SimAlert.Quiet.YES : SimAlert.Quiet.MAYBE;
        }

        /** A person closes an incident while we change it, and Argus overwrites the close with the change. */
        private void closeMeanwhile(long pk) {
            Incident incident = server.incident(pk);
            if (!faultsOver && ModelServer.isOpen(incident) && random.nextInt(8) == 0) {
                close(incident);
                SimAlert alert = alertOf(incident);
                if (alert != null) {
                    alert.closeUndone = true;
                }
            }
        }

        private void reopen(Incident incident) {
            SimAlert alert = alertOf(incident);
            if (alert != null) {
                glue.log("a person reopens " + incident.pk());
                if (!alert.open && glue.knowsToBeClosed(alert)) {
                    glue.reopened.put(incident.pk(), alert.occurrences);
                }
                server.person(incident.pk(), EventType.REO);
                boolean known = alert.open && glue.recognises(incident);
                alert.quiet = known ? SimAlert.Quiet.NO : SimAlert.Quiet.MAYBE;
            }
        }

        private @Nullable SimAlert alertOf(Incident incident) {
            return glue.source.alerts.stream()
                    .filter(alert -> glue.isOf(incident, alert.id()))
                    .findFirst()
                    .orElse(null);
        }

        private List<Incident> incidents(SimAlert alert) {
            return server.all().stream()
                    .filter(incident -> glue.isOf(incident, alert.id()))
                    .toList();
        }

        /** Returns what is wrong once everything is at rest. */
        private List<String> mismatches() {
            List<String> wrongs = new ArrayList<>();
            for (SimAlert alert : glue.source.alerts) {
                List<Incident> open =
                        incidents(alert).stream().filter(ModelServer::isOpen).toList();
                SimAlert.Quiet quiet = respectPersonClose ? alert.quiet : SimAlert.Quiet.NO;
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
            checkPeoplesChanges(wrongs);
            checkMaxOpen(wrongs);
            return wrongs;
        }

        /** Returns whether the last change of state of an incident was a person's reopening. */
        private boolean isReopenedByPerson(Incident incident) {
            List<EventType> states = server.eventTypes(incident.pk()).stream()
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

        /** Checks that the most severe alerts are open, and that one incident says how many more there are. */
        private void checkMaxOpen(List<String> wrongs) {
            List<SimAlert> shown = new ArrayList<>();
            List<SimAlert> hidden = new ArrayList<>();
            int perhaps = 0;
            for (SimAlert alert : glue.source.alerts) {
                SimAlert.Quiet quiet = respectPersonClose ? alert.quiet : SimAlert.Quiet.NO;
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
                    .filter(i -> SimGlue.isSummary(i) && ModelServer.isOpen(i))
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
                wrongs.add("at most " + maxOpen + ", shown " + shown + ", not shown " + hidden + " and perhaps "
                        + perhaps + " more; summaries: " + summaries);
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
            Instant now = glue.clock.instant();
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

        private void checkPeoplesChanges(List<String> wrongs) {
            personsTags.forEach((pk, tag) -> {
                if (!server.incident(pk).tags().contains(new IncidentTag(tag, IncidentSketch.PERSON))) {
                    wrongs.add("incident " + pk + " has lost the tag of a person: " + tag);
                }
            });
            personsTickets.forEach((pk, ticket) -> {
                if (!server.incident(pk).ticketUrl().equals(ticket)) {
                    wrongs.add("incident " + pk + " has lost the ticket of a person: " + ticket);
                }
            });
            Incident unknown = server.find("nobody's").orElseThrow();
            if (!ModelServer.isOpen(unknown)) {
                wrongs.add("an unknown incident was closed");
            }
        }

        private String report() {
            StringBuilder story = new StringBuilder("\nseed " + seed + ", respect " + respectPersonClose
                    + ", startsMove " + startsMove + ", remembers " + glue.keepsState() + ", faulty " + faultRate
                    + ", maxOpen " + maxOpen + ", drops " + drops);
            glue.source.alerts.forEach(alert -> story.append("\n  ").append(alert));
            server.all()
                    .forEach(i -> story.append("\n  ")
                            .append(i.pk())
                            .append(" '")
                            .append(i.sourceIncidentId())
                            .append("' ")
                            .append(ModelServer.isOpen(i) ? "open " : "closed ")
                            .append(server.eventTypes(i.pk())));
            glue.trace.forEach(line -> story.append("\n  ").append(line));
            return story.append('\n').toString();
        }
    }
}
