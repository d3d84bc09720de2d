package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.UncertainSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A real Nagios for the contract of the SPI. A problem is a service of its only host. */
final class RealNagios implements AcknowledgingSystem, SuppressingSystem, UncertainSystem {
    private static final String HOST = "host1";
    private static final int SERVICES = 4;

    private final NagiosLab lab;
    private final Map<String, String> services = new HashMap<>();
    private final Set<String> uncertain = new HashSet<>();

    /** @param lab with one host and a few services, used by one test after the other */
    RealNagios(NagiosLab lab) {
        this.lab = lab;
        recover();
        run("mass-ok", "" + SERVICES);
        List<String> clean = new ArrayList<>();
        for (int number = 1; number <= SERVICES; number++) {
            String object = HOST + ";Service " + number;
            clean.add("REMOVE_SVC_ACKNOWLEDGEMENT;" + object);
            clean.add("DEL_ALL_SVC_COMMENTS;" + object);
            clean.add("ENABLE_SVC_NOTIFICATIONS;" + object);
        }
        clean.add("DEL_DOWNTIME_BY_HOST_NAME;" + HOST);
        run("command", clean.toArray(String[]::new));
        run("sync");
    }

    /** Starts a lab for {@link RealNagios}. */
    static NagiosLab lab() {
        return new NagiosLab(1, SERVICES, Map.of());
    }

    private String run(String command, String... arguments) {
        return lab.run(command, arguments);
    }

    private String service(String problem) {
        return services.computeIfAbsent(problem, name -> "Service " + (services.size() + 1));
    }

    /** Returns an attribute of the service in the status file. */
    private String attribute(String problem, String name) {
        return Arrays.stream(run("show", HOST, service(problem)).split("\n", -1))
                .map(String::strip)
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private void await(String problem, String name, Predicate<String> expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!expected.test(attribute(problem, name))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " of " + service(problem) + " is " + attribute(problem, name));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void set(String problem, String state, String number) {
        run("set", HOST, service(problem), state);
        await(problem, "current_state", number::equals);
    }

    /** Seen as OK first, since Nagios takes results that come together as one. */
    @Override
    public void open(String problem) {
        String lastOk = attribute(problem, "last_time_ok");
        run("set", HOST, service(problem), "OK");
        await(problem, "last_time_ok", now -> !now.equals(lastOk));
        set(problem, "CRITICAL", "2");
    }

    @Override
    public void end(String problem) {
        set(problem, "OK", "0");
    }

    @Override
    public void change(String problem) {
        set(problem, "WARNING", "1");
    }

    @Override
    public void inject(Failure failure) {
        if (failure != Failure.DOWN) {
            throw new UnsupportedOperationException("a real Nagios cannot be made " + failure);
        }
        run("end");
    }

    @Override
    public void recover() {
        run("run");
        for (String problem : uncertain) {
            run("notifications", "on", HOST, service(problem));
            await(problem, "notifications_enabled", "1"::equals);
        }
        uncertain.clear();
    }

    @Override
    public void suppress(String problem) {
        run("downtime", HOST, service(problem), "7200");
        await(problem, "scheduled_downtime_depth", "1"::equals);
    }

    @Override
    public void unsuppress(String problem) {
        run("command", "DEL_DOWNTIME_BY_HOST_NAME;" + HOST);
        await(problem, "scheduled_downtime_depth", "0"::equals);
    }

    @Override
    public void makeUncertain(String problem) {
        uncertain.add(problem);
        run("notifications", "off", HOST, service(problem));
        await(problem, "notifications_enabled", "0"::equals);
    }

    @Override
    public void acknowledge(String problem, String person, String text) {
        run("ack", HOST, service(problem), person, text);
        await(problem, "problem_has_been_acknowledged", "1"::equals);
    }

    @Override
    public boolean isAcknowledgedBy(String problem, String person) {
        run("sync");
        return attribute(problem, "problem_has_been_acknowledged").equals("1")
                && comments(problem).stream().anyMatch(comment -> comment.contains("author=" + person));
    }

    @Override
    public void unacknowledge(String problem, String person) {
        run("unack", HOST, service(problem));
        await(problem, "problem_has_been_acknowledged", "0"::equals);
    }

    /** Nagios writes both into one file, and lists both in one answer. */
    @Override
    public boolean failAcknowledgements() {
        return false;
    }

    private List<String> comments(String problem) {
        return Arrays.stream(run("comments", HOST, service(problem)).split("\n", -1))
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public Object feedbackState(String problem) {
        run("sync");
        return List.of(attribute(problem, "problem_has_been_acknowledged"), comments(problem));
    }

    @Override
    public void close() {
        recover();
    }
}
