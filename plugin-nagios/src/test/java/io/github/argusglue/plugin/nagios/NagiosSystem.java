package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.OpenConfig.Policy;
import io.github.argusglue.plugin.nagios.standin.StandInComment;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.UncertainSystem;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A simulated Nagios for the contract of the SPI, however it is read. Problems are services of one host. */
abstract class NagiosSystem implements AcknowledgingSystem, SuppressingSystem, UncertainSystem, ForgetfulSystem {
    static final String HOST = "web1";

    protected final StandInNagios nagios;
    private final SettableClock clock;
    private final Set<String> uncertain = new HashSet<>();

    NagiosSystem(SettableClock clock) {
        this.clock = clock;
        this.nagios = new StandInNagios(clock);
        nagios.addHost(HOST);
        nagios.set(HOST, "", 0, "fine");
    }

    /** Returns a configuration with what is not about the way to read. */
    static NagiosConfig config(FilesConfig files, Optional<String> livestatus, Optional<URI> url, HttpAccess access) {
        return new NagiosConfig(
                NagiosConfig.ReadFrom.AUTO,
                files,
                livestatus,
                url,
                access,
                new AlertConfig(
                        new OpenConfig(false, Policy.HOLD, Policy.HOLD, Policy.SHOW, Policy.HOLD, Policy.SHOW),
                        new DisplayConfig(
                                Map.of(),
                                "ARGUS_LEVEL",
                                List.of(DisplayConfig.TagKind.HOST, DisplayConfig.TagKind.SERVICE),
                                List.of(),
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        true,
                        true,
                        true));
    }

    final void advance() {
        clock.advance(Duration.ofSeconds(2));
    }

    @Override
    public void end(String problem) {
        advance();
        nagios.set(HOST, problem, 0, "fine");
    }

    @Override
    public void change(String problem) {
        advance();
        nagios.set(HOST, problem, 1, "better");
    }

    @Override
    public void acknowledge(String problem, String person, String text) {
        nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;" + HOST + ";" + problem + ";2;0;0;" + person + ";" + text);
    }

    @Override
    public boolean isAcknowledgedBy(String problem, String person) {
        return nagios.object(HOST, problem).check.acknowledgement > 0
                && nagios.comments(HOST, problem).stream()
                        .anyMatch(comment ->
                                comment.entryType() == 4 && comment.author().equals(person));
    }

    @Override
    public void unacknowledge(String problem, String person) {
        nagios.apply("[1] REMOVE_SVC_ACKNOWLEDGEMENT;" + HOST + ";" + problem);
    }

    @Override
    public boolean failAcknowledgements() {
        return false;
    }

    @Override
    public void suppress(String problem) {
        nagios.apply("[1] SCHEDULE_SVC_DOWNTIME;" + HOST + ";" + problem + ";" + nagios.now() + ";"
                + (nagios.now() + 7_200) + ";1;0;7200;kari;works");
    }

    @Override
    public void unsuppress(String problem) {
        nagios.downtimes().stream()
                .filter(downtime -> downtime.service().equals(problem))
                .forEach(downtime -> nagios.apply("[1] DEL_SVC_DOWNTIME;" + downtime.id()));
    }

    @Override
    public void recover() {
        if (!nagios.isRunning()) {
            nagios.start();
        }
        uncertain.forEach(problem -> nagios.apply("[1] ENABLE_SVC_NOTIFICATIONS;" + HOST + ";" + problem));
        uncertain.clear();
    }

    @Override
    public void makeUncertain(String problem) {
        uncertain.add(problem);
        nagios.apply("[1] DISABLE_SVC_NOTIFICATIONS;" + HOST + ";" + problem);
    }

    @Override
    public void forget(String problem) {
        advance();
        nagios.remove(HOST, problem);
    }

    @Override
    public Object feedbackState(String problem) {
        return nagios.read(() -> nagios.object(HOST, problem).check.acknowledgement
                + nagios.comments(HOST, problem).stream()
                        .map(StandInComment::text)
                        .collect(Collectors.joining("|", ":", "")));
    }
}
