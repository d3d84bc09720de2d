package io.github.argusglue.dist.it;

import static io.github.argusglue.dist.it.NagiosScene.number;
import static io.github.argusglue.dist.it.NagiosScene.say;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a real Nagios with 10,000 services, each checked every five minutes, pays for being read: its processor time
 * with and without argus-glue, in turns.
 *
 * <p>Arguments, each {@code name=value}: {@code services} (10000), {@code rounds} (5), {@code seconds} (60) each.
 */
public final class NagiosCostBench {
    private static final int SERVICES_A_HOST = 20;
    private static final int CHECK_INTERVAL = 300;

    /** One check result in so many is a failure. */
    private static final int FAILURE_IN = 50;

    private static final Duration SETTLE = Duration.ofSeconds(10);

    private NagiosCostBench() {}

    /** Measures. */
    public static void main(String[] args) {
        Map<String, String> arguments = NagiosScene.arguments(args);
        int services = number(arguments, "services", 10_000);
        int seconds = number(arguments, "seconds", 60);
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (LabArgus argus = LabArgus.start();
                LabNagios nagios =
                        LabNagios.start(Math.max(1, services / SERVICES_A_HOST), services, NagiosScene.USUAL);
                NagiosSource source = new NagiosSource(argus, nagios)) {
            source.configureUsual();
            Random random = new Random(0);
            for (int round = 0; round < number(arguments, "rounds", 5); round++) {
                without.add(share(nagios, services, seconds, random));
                GlueProcess glue = source.start();
                NagiosScene.pause(SETTLE);
                double before = ProcessorTime.of(glue.pid());
                with.add(share(nagios, services, seconds, random));
                ours.add(100 * (ProcessorTime.of(glue.pid()) - before) / seconds);
                glue.terminate();
                glue.awaitExit(SETTLE);
                say(
                        "round %d: Nagios without argus-glue %.2f %% of one core, with it %.2f %%; argus-glue %.2f %%",
                        round + 1, without.get(round), with.get(round), ours.get(round));
            }
        }
        say(
                "median: without %.2f %%, with %.2f %%; argus-glue itself %.2f %%; spread without it %.2f to %.2f %%",
                NagiosScene.quantile(without, 0.5),
                NagiosScene.quantile(with, 0.5),
                NagiosScene.quantile(ours, 0.5),
                NagiosScene.quantile(without, 0),
                NagiosScene.quantile(without, 1));
    }

    /** Returns the share of one core that Nagios takes while results come in, in per cent. */
    private static double share(LabNagios nagios, int services, int seconds, Random random) {
        long pid = nagios.pid();
        double before = ProcessorTime.of(pid);
        double end = NagiosScene.now() + seconds;
        while (NagiosScene.now() < end) {
            for (int i = 0; i < services / CHECK_INTERVAL; i++) {
                int state = random.nextInt(FAILURE_IN) == 0 ? NagiosScene.CRITICAL : 0;
                nagios.report(1 + random.nextInt(services), state, "a result");
            }
            NagiosScene.pause(Duration.ofSeconds(1));
        }
        return 100 * (ProcessorTime.of(pid) - before) / seconds;
    }
}
