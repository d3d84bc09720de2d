package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.FaultRule;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import java.time.Duration;
import java.util.Random;

/**
 * The kinds of faults. Each has a relative frequency, a maximum duration, and an action that starts it and returns how
 * to end it.
 */
enum FaultKind {
    ARGUS_ANSWERS_503(4, 3_000, (lab, random) -> answers(lab.toArgus(), ".*", 503, "")),
    ARGUS_ANSWERS_502_TO_WRITES(3, 3_000, (lab, random) -> answers(lab.toArgus(), FaultKind.WRITES, 502, "")),
    ARGUS_ANSWERS_429(2, 2_000, (lab, random) -> answers(lab.toArgus(), ".*", 429, "1")),
    ARGUS_ANSWERS_401(2, 3_000, (lab, random) -> answers(lab.toArgus(), ".*", 401, "")),
    ARGUS_ANSWERS_403(2, 3_000, (lab, random) -> answers(lab.toArgus(), FaultKind.WRITES, 403, "")),
    ARGUS_NEVER_GETS_WRITES(4, 3_000, (lab, random) -> fails(lab.toArgus(), FaultKind.WRITES, ProxyFault.CUT_BEFORE)),
    ARGUS_ANSWERS_ARE_LOST(6, 3_000, (lab, random) -> fails(lab.toArgus(), ".*", ProxyFault.DROP_ANSWER)),
    ARGUS_ANSWERS_TO_WRITES_ARE_LOST(
            6, 5_000, (lab, random) -> fails(lab.toArgus(), FaultKind.WRITES, ProxyFault.DROP_ANSWER)),
    ARGUS_ANSWERS_ARE_CUT(3, 3_000, (lab, random) -> fails(lab.toArgus(), ".*", ProxyFault.HALF_ANSWER)),
    ARGUS_ANSWERS_ARE_GARBLED(5, 3_000, (lab, random) -> fails(lab.toArgus(), FaultKind.WRITES, ProxyFault.GARBLED)),
    ARGUS_ANSWERS_ARE_PAGES(5, 3_000, (lab, random) -> fails(lab.toArgus(), FaultKind.WRITES, ProxyFault.PAGE)),
    ARGUS_IS_SLOW(3, 3_000, (lab, random) -> slow(lab.toArgus(), random.nextInt(1_500), random.nextInt(1_500))),
    ARGUS_IS_MUCH_TOO_SLOW(1, 3_000, (lab, random) -> slow(lab.toArgus(), 20_000, 0)),
    ARGUS_ANSWERS_MUCH_TOO_LATE(1, 3_000, (lab, random) -> slow(lab.toArgus(), 0, 20_000)),
    ARGUS_IS_UNREACHABLE(3, 3_000, (lab, random) -> unreachable(lab.toArgus())),

    ALERTMANAGER_ANSWERS_503(3, 3_000, (lab, random) -> answers(lab.toAlertmanager(), ".*", 503, "")),
    ALERTMANAGER_ANSWERS_401(1, 3_000, (lab, random) -> answers(lab.toAlertmanager(), ".*", 401, "")),
    ALERTMANAGER_ANSWERS_429(1, 3_000, (lab, random) -> answers(lab.toAlertmanager(), ".*", 429, "2")),
    ALERTMANAGER_ANSWERS_ARE_CUT(3, 3_000, (lab, random) -> fails(lab.toAlertmanager(), ".*", ProxyFault.HALF_ANSWER)),
    ALERTMANAGER_ANSWERS_ARE_GARBLED(3, 3_000, (lab, random) -> fails(lab.toAlertmanager(), ".*", ProxyFault.GARBLED)),
    ALERTMANAGER_ANSWERS_ARE_PAGES(1, 3_000, (lab, random) -> fails(lab.toAlertmanager(), ".*", ProxyFault.PAGE)),
    ALERTMANAGER_IS_SLOW(2, 3_000, (lab, random) -> slow(lab.toAlertmanager(), 0, random.nextInt(1_900))),
    ALERTMANAGER_IS_MUCH_TOO_SLOW(1, 3_000, (lab, random) -> slow(lab.toAlertmanager(), 0, 20_000)),
    ALERTMANAGER_IS_UNREACHABLE(2, 3_000, (lab, random) -> unreachable(lab.toAlertmanager())),
    ALERTMANAGER_LIES_ONCE(6, 1_500, (lab, random) -> lies(lab, 1)),
    ALERTMANAGER_LIES(2, 12_000, (lab, random) -> lies(lab, Integer.MAX_VALUE)),
    ALERTMANAGER_RESTARTED(3, 1_000, (lab, random) -> {
        lab.prometheus().killAlertmanager();
        return () -> lab.prometheus().runAlertmanager();
    }),
    ALERTMANAGER_RESTARTED_EMPTY(1, 1_000, (lab, random) -> {
        lab.prometheus().killAlertmanager();
        lab.prometheus().emptyAlertmanager();
        return () -> lab.prometheus().runAlertmanager();
    }),
    PROMETHEUS_STOPPED(2, 12_000, (lab, random) -> {
        lab.alerts().stop();
        return () -> lab.alerts().goOn();
    }),

    ZINO_IS_CUT(3, 3_000, (lab, random) -> {
        lab.toZino().cut();
        lab.toZinoNotify().cut();
        return () -> {
            lab.toZino().mend();
            lab.toZinoNotify().mend();
        };
    }),
    ZINO_NOTIFICATIONS_ARE_CUT(1, 5_000, (lab, random) -> {
        lab.toZinoNotify().cut();
        return () -> lab.toZinoNotify().mend();
    }),
    ZINO_IS_SILENT(3, 5_000, (lab, random) -> {
        lab.toZino().silence();
        lab.toZinoNotify().silence();
        return () -> {
            lab.toZino().mend();
            lab.toZinoNotify().mend();
        };
    }),
    ZINO_FROZEN(2, 4_000, (lab, random) -> {
        lab.cases().zino().freeze();
        return () -> lab.cases().zino().thaw();
    }),

    GLUE_KILLED(5, 1_000, (lab, random) -> {
        lab.glue().kill();
        return () -> lab.glue().start();
    }),
    GLUE_ENDED(2, 1_000, (lab, random) -> {
        lab.glue().end();
        return () -> lab.glue().start();
    }),
    GLUE_FROZEN(3, 4_000, (lab, random) -> {
        lab.glue().pause();
        return () -> lab.glue().resume();
    }),
    GLUE_HUNG_UP(3, 500, (lab, random) -> {
        lab.glue().hangUp();
        return () -> {};
    }),
    GLUE_RECONFIGURED(3, 500, (lab, random) -> {
        lab.configure(random.nextInt(3), random.nextInt(4));
        lab.glue().hangUp();
        return () -> {};
    }),
    GLUE_RELOADED(1, 500, (lab, random) -> {
        lab.configure(random.nextInt(3), random.nextInt(4));
        // It may be down, or receive this at the next fault.
        lab.glue().command("reload");
        return () -> {};
    }),
    STATE_DELETED(2, 500, (lab, random) -> lab.deleteState()),
    STATE_UNWRITABLE(2, 4_000, (lab, random) -> lab.blockState()),

    ARGUS_WEB_KILLED(2, 500, (lab, random) -> {
        lab.argus().killWeb();
        return () -> lab.argus().up();
    }),
    ARGUS_DATABASE_KILLED(2, 1_500, (lab, random) -> lab.killDatabase()),
    ARGUS_RESTORED(2, 4_000, (lab, random) -> lab.restoreLater()),
    TOKEN_OF_ANOTHER(2, 4_000, (lab, random) -> {
        lab.useToken(lab.otherToken());
        return () -> lab.useToken(lab.token());
    });

    private static final String WRITES = "(POST|PATCH|PUT|DELETE) .*";

    private final int weight;
    private final long mostMillis;

    @SuppressWarnings("ImmutableEnumChecker") // each is a stateless lambda
    private final Beginning beginning;

    FaultKind(int weight, long mostMillis, Beginning beginning) {
        this.weight = weight;
        this.mostMillis = mostMillis;
        this.beginning = beginning;
    }

    /** Starts the fault, and returns how to end it. */
    interface Beginning {
        Ending begin(ChaosLab lab, Random random) throws Exception;
    }

    /** Ends a fault. */
    interface Ending {
        void end() throws Exception;
    }

    int weight() {
        return weight;
    }

    long mostMillis() {
        return mostMillis;
    }

    Ending begin(ChaosLab lab, Random random) throws Exception {
        return beginning.begin(lab, random);
    }

    private static Ending answers(FaultProxy proxy, String requests, int status, String retryAfter) {
        FaultRule rule = proxy.answer(Integer.MAX_VALUE, requests, status, retryAfter);
        return rule::withdraw;
    }

    private static Ending fails(FaultProxy proxy, String requests, ProxyFault fault) {
        FaultRule rule = proxy.fail(Integer.MAX_VALUE, requests, fault);
        return rule::withdraw;
    }

    private static Ending slow(FaultProxy proxy, long beforeMillis, long afterMillis) {
        FaultRule rule =
                proxy.delay(Integer.MAX_VALUE, ".*", Duration.ofMillis(beforeMillis), Duration.ofMillis(afterMillis));
        return rule::withdraw;
    }

    private static Ending unreachable(FaultProxy proxy) throws Exception {
        proxy.down();
        return proxy::up;
    }

    private static Ending lies(ChaosLab lab, int times) {
        FaultRule rule = lab.toAlertmanager().lie(times, "GET .*/api/v2/alerts.*", "[]");
        Runnable over = lab.lies().begin(rule::acted);
        return () -> {
            rule.withdraw();
            over.run();
        };
    }
}
